using Trellis.Information.Retention;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>An erasure that was decided in a matter, as pages tell it.</summary>
/// <param name="Done">What was erased; none while it waits.</param>
/// <param name="Plan">What would go and what would stay now; null where nothing waits.</param>
/// <param name="By">For whom it waits; empty where nothing does.</param>
/// <param name="Due">Until when it is to be done; null where no limit is set.</param>
public sealed record ErasureShownInWords(string Number, IReadOnlyList<ErasureDone> Done, ErasurePlan? Plan, string By, DateTimeOffset? Due)
{
    /// <summary>Null where nothing was decided to be erased in the matter.</summary>
    internal static ErasureShownInWords? Of(SitePage page, Trellis.Process.Matters.Matter matter)
    {
        var erasures = new RequestedErasures(page.Site.Desk!);
        var done = erasures.DoneIn(matter.Id);
        if (erasures.StepOf(matter) is not { } key) return done.Count == 0 ? null : new ErasureShownInWords(matter.Number, done, null, "", null);
        var point = matter.OpenAt(key)!;
        return new ErasureShownInWords(matter.Number, done, erasures.Plan(matter), point.Performer is { Post: { } post } ? page.NameOf(post) : page.Say("还没有找到能办的岗位", "nobody was found who may"), point.Due);
    }
}

/// <summary>What is erased and what is kept, in the words that people use.</summary>
internal static class ErasureWords
{
    private const string OfRegister = "register/";

    /// <summary>For what something is held.</summary>
    public static string What(SitePage page, string purpose)
    {
        var structure = page.InForce.Structure;
        if (!purpose.StartsWith(OfRegister, StringComparison.Ordinal)) return structure.Purposes.Of(purpose) is [.., var known] ? page.Say($"为「{known.Name.Zh}」填写和写下的", $"what was given and written for \"{known.Name.En}\"") : page.Say("其他答复里的话", "words of other answers");
        var name = purpose[OfRegister.Length..];
        if (name.Contains('.', StringComparison.Ordinal) && structure.Items.Of(name) is [.., var item]) return page.Say(item.Name);
        return structure.Registers.Of(name.Split('.')[0]) is [.., var register] ? page.Say($"「{register.Name.Zh}」里登记的", $"what is entered under \"{register.Name.En}\"") : page.Say("登记簿里的", "what a register holds");
    }

    public static string By(SitePage page, string seat) => PostAt.Parse(seat) is { } post ? page.NameOf(post) : page.Say("系统", "the system");

    /// <summary>Why something is kept. The matter that needs it is named to whoever may see it.</summary>
    public static string Why(SitePage page, HeldBack held)
    {
        if (held.By is { } by)
        {
            var number = page.Reader is { } reader && page.Site.Desk!.Questions.Find(reader, by) is var (matter, _) ? matter.Number : null;
            return number is null ? page.Say("还有事项在办，要用到", "a matter that still runs needs it") : page.Say($"事项 {number} 还在办，要用到", $"the matter {number} still runs and needs it");
        }

        var article = held.Basis is { } basis && basis.IndexOf('/', StringComparison.Ordinal) is > 0 and var at ? page.NameOf(new Citation(basis[..at], basis[(at + 1)..], default)) : "";
        return held.Until is { } until ? page.Say($"依法保存到 {page.Show.Day(until)}（{article}）", $"law keeps it until {page.Show.Day(until)} ({article})") : page.Say($"依法登记，不因申请而删除（{article}）", $"it is kept by law and not erased on request ({article})");
    }
}
