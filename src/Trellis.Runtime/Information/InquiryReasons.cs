using System.Text;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>Why inquiries are asked: opened for the second authority of each, which could not judge it otherwise, and for nobody else.</summary>
public sealed class InquiryReasons(MattersDesk matters)
{
    /// <returns>By the number of the inquiry; those that are not the reader's to allow are left out, and so are those that were erased.</returns>
    public IReadOnlyDictionary<long, string> For(Actor.Officer reader, IReadOnlyList<Inquiry> inquiries)
    {
        var running = matters.InForce;
        var day = running.DayOf(matters.Now);
        var grounds = inquiries.Select(one => (one.Number, Ground: ReadingGround.Inquired.By(reader, one, running.Structure.Purposes.On(one.Purpose, day)?.Covert))).Where(static one => one.Ground is not null).ToList();
        if (grounds.Count == 0) return new Dictionary<long, string>();
        return matters.Questions.Ask(session =>
        {
            var reasons = new Dictionary<long, string>();
            foreach (var (number, ground) in grounds)
                if (new PersonalReading(session, matters.Keys, "", ground!).Value(number, LookEvents.Reason) is { } reason) reasons.Add(number, Encoding.UTF8.GetString(reason.Value.Span));
            return reasons;
        });
    }
}
