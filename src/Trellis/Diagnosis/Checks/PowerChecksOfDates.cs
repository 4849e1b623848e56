using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>What the calendar brings: TR1010 ends that leave a duty bare, TR1017 reviews that are late, TR1018 emergency powers without an end.</summary>
internal static class PowerChecksOfDates
{
    public static void Check(CheckContext context, DutyMeans means)
    {
        CheckEndsAhead(context, means);
        CheckReviews(context);
        CheckEmergencies(context);
    }

    /// <summary>An end that leaves duties bare: the entry that ends, the day, and what of it ends.</summary>
    private sealed record Ending(Entry Entry, DateOnly Day, Mark At, Text What);

    private static void CheckEndsAhead(CheckContext context, DutyMeans means)
    {
        var last = context.Date.DayNumber + context.Settings.BareAheadDays >= DateOnly.MaxValue.DayNumber ? DateOnly.MaxValue.AddDays(-1) : context.Date.AddDays(context.Settings.BareAheadDays);
        // Few powers end: only duties that need one of these are looked at.
        var ending = new Dictionary<string, Dictionary<int, Mandate>>(StringComparer.Ordinal);
        foreach (var power in context.Holders.Powers)
        {
            var mandates = context.Holders.Of(power.Id);
            if (!mandates.Any(mandate => mandate.Until <= last) || ending.ContainsKey(power.Id)) continue;
            var longest = new Dictionary<int, Mandate>();
            foreach (var mandate in mandates)
            {
                Keep(longest, mandate.Unit.Index, mandate);
                Keep(longest, mandate.Unit.ActsFor.Index, mandate);
            }

            ending.Add(power.Id, longest);
        }

        if (ending.Count == 0) return;
        var then = new Dictionary<DateOnly, HoldersOnDay>();
        var bare = new Dictionary<(Entry, DateOnly), (Ending Ending, Power Power, List<Duty> Duties, List<UnitOnDay> Units)>();
        foreach (var duty in context.Structure.Duties.All)
        {
            if (!duty.HoldsOn(context.Date)) continue;
            foreach (var (power, _, units) in means.NeededPowers(duty))
            {
                if (!ending.TryGetValue(power, out var longest)) continue;
                foreach (var unit in units)
                {
                    if (!longest.TryGetValue(unit.Index, out var mandate) || mandate.Until > last) continue;
                    var day = mandate.Until.AddDays(1);
                    if (!then.TryGetValue(day, out var holders)) then.Add(day, holders = HoldersOnDay.Of(context.Structure, day));
                    if (StillBears(holders, duty, power, unit) is not { } later || holders.HasForBearer(later, power)) continue;
                    if (WhatEnds(context, mandate) is not { } end) continue;
                    // A pilot ends on its day, and is judged.
                    if (end.Entry.Overlay is { } overlay && end.Day == overlay.To) continue;
                    if (!bare.TryGetValue((end.Entry, end.Day), out var told)) bare.Add((end.Entry, end.Day), told = (end, mandate.Power, [], []));
                    if (!told.Duties.Contains(duty)) told.Duties.Add(duty);
                    if (!told.Units.Contains(unit)) told.Units.Add(unit);
                }
            }
        }

        foreach (var (end, power, duties, units) in bare.Values)
        {
            var named = Saying.List([.. duties.Select(Saying.Of)]);
            context.Add(FindingCodes.DutyWillBeBare, end.At, end.Entry,
                new($"{end.What.Zh}将于 {end.Day:yyyy-MM-dd} 到期，没有接续；此后{Saying.Places(units).Zh}履行{named.Zh}时将没有职权{Saying.Of(power).Zh}。", $"{end.What.En} ends on {end.Day:yyyy-MM-dd}, and nothing follows; from then on {Saying.Places(units).En} must do {named.En} without the power {Saying.Of(power).En}."),
                new($"在 {end.Day:yyyy-MM-dd} 前续办（改 to，或写上从次日起的下一段），或同日结束、移交这些职责。", $"Renew it before {end.Day:yyyy-MM-dd} (a later to, or a spell from the next day), or end or move those duties on the same day."),
                units,
                [.. duties.Select(duty => new RelatedPlace(duty.At, new($"职责{Saying.Of(duty).Zh}。", $"The duty {Saying.Of(duty).En}.")))]);
        }

        static void Keep(Dictionary<int, Mandate> longest, int unit, Mandate mandate)
        {
            if (!longest.TryGetValue(unit, out var known) || known.Until < mandate.Until) longest[unit] = mandate;
        }
    }

    /// <summary>The unit as it stands on the later day, where the duty is still laid on it and still needs the power.</summary>
    private static UnitOnDay? StillBears(HoldersOnDay then, Duty duty, string power, UnitOnDay unit)
    {
        if (then.Structure.Duties.On(duty.Id, then.Day) is not { } later || then.View.Unit(unit.Id) is not { } same) return null;
        if (later != duty && !later.NeededPowers.Any(need => need.Id == power)) return null;
        return later.Leads.Any(lead => then.View.IsIn(same, lead.Id)) ? same : null;
    }

    /// <summary>The link of the chain that ends first, and what of it ends: entry, article, post or unit.</summary>
    private static Ending? WhatEnds(CheckContext context, Mandate mandate)
    {
        foreach (var link in mandate.Chain)
        {
            var entry = link.Entry;
            var end = mandate.Until;
            if (entry.To == end)
                return new Ending(entry, end, entry.Node["to"u8] is { Exists: true } to ? to.Mark : entry.At, entry is Delegation ? new($"授权{Saying.Of(entry).Zh}", $"The delegation {Saying.Of(entry).En}") : new($"职权{Saying.Of(entry).Zh}", $"The power {Saying.Of(entry).En}"));
            foreach (var citation in link.Delegation?.Basis ?? link.Power.Basis)
                if (context.Structure.InForceUntil(citation, context.Date) == end) return new Ending(entry, end, citation.At, new($"{Saying.Of(entry).Zh}的依据 {citation} ", $"The basis {citation} of {Saying.Of(entry).En}"));
            if (context.Day.PostAt(link.Post, link.Unit) is { } row && row.To == end)
                return new Ending(entry, end, entry.At, new($"{Saying.Of(entry).Zh}所靠的岗位 {link.At} ", $"The post {link.At}, on which {Saying.Of(entry).En} stands,"));
            if (link.Unit.Unit.To == end)
                return new Ending(entry, end, entry.At, new($"{Saying.Of(entry).Zh}所靠的单位{Saying.Of(link.Unit).Zh}", $"The unit {Saying.Of(link.Unit).En}, on which {Saying.Of(entry).En} stands,"));
        }

        return null;
    }

    /// <summary>TR1017. What follows from silence depends on what it is: forms lapse, powers of the grassroots never do.</summary>
    private static void CheckReviews(CheckContext context)
    {
        foreach (var entry in context.Structure.Entries)
        {
            if (!entry.HoldsOn(context.Date) || entry.ReviewBy is not { } due || due >= context.Date) continue;
            var days = context.Date.DayNumber - due.DayNumber;
            var effect = entry switch
            {
                Form => new Text("到期未复核的表单不再要求填报", "a form that nobody reviewed need not be filled"),
                Power or Delegation => new Text("到期未复核的审批交由更近的持有岗位办理，基层的职权不因此失效", "an approval that nobody reviewed falls to the nearer holder; powers of the grassroots do not lapse by silence"),
                InformationSystem => new Text("到期未复核的系统不得再要求使用", "a system that nobody reviewed may no longer be required"),
                _ => new Text("在复核之前仍然有效", "it holds until it is reviewed"),
            };
            context.Add(FindingCodes.ReviewHasPassed, entry.Node["review-by"u8].Mark, entry,
                new($"{Saying.Of(entry).Zh}应在 {due:yyyy-MM-dd} 前复核，已过 {days} 天；{effect.Zh}。", $"{Saying.Of(entry).En} was to be reviewed by {due:yyyy-MM-dd}, {days} {(days == 1 ? "day" : "days")} ago; {effect.En}."),
                new("复核它是否仍有必要：留下的写新的 review-by，不留的写 to。", "Review whether it is still needed: what stays gets a new review-by, what goes a to date."));
        }
    }

    /// <summary>TR1018.</summary>
    private static void CheckEmergencies(CheckContext context)
    {
        foreach (var emergency in context.Structure.Emergencies.All)
        {
            if (emergency.To < context.Date || (emergency.Lasts is not null && emergency.Review is not null)) continue;
            var missing = (emergency.Lasts, emergency.Review) switch
            {
                (null, null) => new Text("既没有写明最长多久（lasts），也没有写明多久之内复盘（review）", "says neither how long it lasts at most (lasts) nor by when it is reviewed (review)"),
                (null, _) => new Text("没有写明最长多久（lasts），可以一直用下去", "does not say how long it lasts at most (lasts), so that it never ends"),
                _ => new Text("没有写明事后多久之内复盘（review）", "does not say by when what was done is reviewed (review)"),
            };
            context.Add(FindingCodes.EmergencyWithoutEnd, emergency.At, emergency,
                new($"应急事项{Saying.Of(emergency).Zh} {missing.Zh}。", $"The emergency {Saying.Of(emergency).En} {missing.En}."),
                new("写上两项，例如 lasts: 72 hours，review: 30 days；到期自动恢复常态。", "Write both, such as lasts: 72 hours and review: 30 days; after that things return to normal by themselves."));
        }
    }
}
