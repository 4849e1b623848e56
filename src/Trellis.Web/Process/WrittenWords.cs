using Trellis.Process.Flows;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>What was written and given in a matter, and by whom, as people call it.</summary>
internal static class WrittenWords
{
    public static string What(SitePage page, MatterType? type, WrittenLine line)
    {
        if (!line.IsFact) return line.Part switch { "said" => page.Say("说的话", "in their words"), "reason" => page.Say("理由", "reason"), "answer" => page.Say("答复", "answer"), _ => line.Part };
        return type is null ? line.Part : page.Say(new FlowOutline(CompiledFlow.Of(type, page.InForce.Structure, page.Site.Today), page.InForce.Structure, page.Site.Today).NameOf(line.Part));
    }

    /// <summary>As it was written, or why it is not there.</summary>
    public static string Plain(SitePage page, WrittenLine line) => line.Written ?? (line.Withheld is { } why ? page.SayWhy(why) : page.Say("已依法删除", "erased"));

    /// <summary>A post with its unit, or whoever asked.</summary>
    public static string By(SitePage page, string by)
    {
        var at = by.IndexOf('@', StringComparison.Ordinal);
        return at > 0 ? page.NameOf(new PostAt(by[..at], new UnitId(by[(at + 1)..]))) : by switch { "requester" => page.Say("申请人", "who asked"), "helper" => page.Say("代办人", "somebody who helped"), _ => by };
    }
}
