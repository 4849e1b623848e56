using Trellis.Information.Looks;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>What can be asked about looks, consent and inquiries. Answers are of what is stored, read beside the writer.</summary>
public sealed class LookQuestions
{
    private readonly MattersDesk _matters;
    private readonly LooksDesk _desk;

    internal LookQuestions(MattersDesk matters, LooksDesk desk) => (_matters, _desk) = (matters, desk);

    /// <summary>An inquiry by its number.</summary>
    internal Inquiry? Inquiry(long number)
    {
        Inquiry? found = null;
        _matters.Questions.Ask(session =>
        {
            LookRows.LoadInquiries(session, [number], one => found = one);
            return true;
        });
        return found;
    }
}
