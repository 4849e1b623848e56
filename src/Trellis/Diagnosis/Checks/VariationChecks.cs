using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;
using Units = Trellis.Structure.Expressions.Units;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR7005 and TR7007: what an overlay may not do. Each replaced or withdrawn entry is compared with the entry of the base that holds when
/// the overlay begins.
/// </summary>
internal static class VariationChecks
{
    /// <summary>What says nothing about the work, and the keys of the variation itself.</summary>
    private static readonly string[] Aside = ["name", "means", "from", "to", "formerly", "known-as", "also-called", "review-by", "varies", "bounds", "accepted", "against", "basis"];

    public static void Check(CheckContext context)
    {
        foreach (var overlay in context.Structure.Overlays.All)
        {
            if (overlay.To < context.Date) continue;
            var day = overlay.From > context.Date ? overlay.From : context.Date;
            foreach (var replacement in overlay.Replaces)
            {
                if (Base(context, replacement.Entry.Kind, replacement.Entry.Id, day) is not { } before) continue;
                if (!overlay.IsPilot) CheckBounds(context, overlay, before, replacement.Entry);
                if (before is MatterType old && replacement.Entry is MatterType now) CheckRights(context, overlay, old, now);
            }

            foreach (var withdrawn in overlay.Withdraws)
            {
                if (Base(context, withdrawn.Kind, withdrawn.Id, day) is not { } before) continue;
                if (!overlay.IsPilot && before.Varies != Variation.Free)
                    Tell(context, FindingCodes.VariesWhatIsFixed, overlay, withdrawn.At, before,
                        new($"叠加层{Saying.Of(overlay).Zh}撤销了{Saying.Of(before).Zh}，而它不许各地自行撤销。", $"The overlay {Saying.Of(overlay).En} withdraws {Saying.Of(before).En}, which no place may withdraw by itself."),
                        new("只有 varies: free 的条目可以由本地撤销。", "Only an entry with varies: free may be withdrawn locally."), before.At);
                if (before is MatterType matter && !overlay.Adds.OfType<MatterType>().Any(added => added.Duty.Id == matter.Duty.Id) && !overlay.Replaces.Any(one => one.Entry is MatterType other && other.Duty.Id == matter.Duty.Id))
                    Tell(context, FindingCodes.RightNarrowed, overlay, withdrawn.At, before,
                        new($"叠加层{Saying.Of(overlay).Zh}撤销了事项{Saying.Of(before).Zh}，居民在那里不能再提出它。", $"The overlay {Saying.Of(overlay).En} withdraws {Saying.Of(before).En}: residents there can no longer file it."),
                        new("保留它，或在叠加层里加上同一职责下接替它的事项。", "Keep it, or add to the overlay a matter type of the same duty that takes its place."), before.At);
            }
        }
    }

    private static Entry? Base(CheckContext context, Kind kind, string id, DateOnly day)
    {
        var spells = context.Structure.Find(kind, id);
        return spells.FirstOrDefault(entry => entry.HoldsOn(day)) ?? (spells.Count == 0 ? null : spells[^1]);
    }

    private static void Tell(CheckContext context, FindingCode code, Overlay overlay, Mark at, Entry entry, Text found, Text expected, Mark before) =>
        context.Findings.Add(new Finding(code, at, found)
        {
            Expected = expected,
            Address = entry.Address,
            Overlay = overlay.Id,
            Related = [new RelatedPlace(before, new("基础条目在这里。", "The entry of the base stands here."))],
        });

    /// <summary>TR7007: a local overlay changes what is fixed, or goes beyond the bounds that stand beside the rule.</summary>
    private static void CheckBounds(CheckContext context, Overlay overlay, Entry before, Entry now)
    {
        if (before.Varies == Variation.Free) return;
        var changes = new List<(string Key, Node Value)>();
        var first = true;
        foreach (var (key, _) in now.Node.Pairs)
        {
            // The first key names the entry.
            if (first) first = false;
            else if (!Aside.Contains(key.Text, StringComparer.Ordinal)) Compare(key.Text, before.Node[key.Value], now.Node[key.Value], changes);
        }

        first = true;
        foreach (var (key, value) in before.Node.Pairs)
        {
            if (first) first = false;
            else if (!Aside.Contains(key.Text, StringComparer.Ordinal) && value.Exists && !now.Node[key.Value].Exists && !IsEmpty(value)) changes.Add((key.Text, default));
        }

        if (changes.Count == 0) return;
        if (before.Varies == Variation.Fixed)
        {
            var keys = string.Join(", ", changes.Select(static change => change.Key));
            Tell(context, FindingCodes.VariesWhatIsFixed, overlay, At(changes[0].Value, now), now,
                new($"叠加层{Saying.Of(overlay).Zh}改动了{Saying.Of(before).Zh}的 {keys}，而它各地必须一致。", $"The overlay {Saying.Of(overlay).En} changes {keys} of {Saying.Of(before).En}, which must be the same everywhere."),
                new("按基础条目办；确需因地制宜的，由上级先把它写成 varies: bounded 或 free，或以试点进行。", "Keep to the base; where places should differ, its owner first writes varies: bounded or free, or it is tried as a pilot."), before.At);
            return;
        }

        var bounds = before.Bounds;
        foreach (var (key, value) in changes)
        {
            var bound = bounds.FirstOrDefault(one => key == one.Key || key.StartsWith(one.Key + ".", StringComparison.Ordinal));
            if (bound is not null && IsWithin(value, bound)) continue;
            Tell(context, FindingCodes.VariesWhatIsFixed, overlay, At(value, now), now,
                bound is null
                    ? new($"叠加层{Saying.Of(overlay).Zh}改动了{Saying.Of(before).Zh}的 {key}，而允许各地改动的只有 {Keys(bounds)}。", $"The overlay {Saying.Of(overlay).En} changes {key} of {Saying.Of(before).En}; only {Keys(bounds)} may differ from place to place.")
                    : new($"叠加层{Saying.Of(overlay).Zh}把{Saying.Of(before).Zh}的 {key} 定为 {Shown(value)}，超出允许的范围（{Range(bound).Zh}）。", $"The overlay {Saying.Of(overlay).En} sets {key} of {Saying.Of(before).En} to {Shown(value)}, beyond its bounds ({Range(bound).En})."),
                new("改回范围之内。", "Bring it back within the bounds."), bound?.At ?? before.At);
        }

        static string Keys(IReadOnlyList<Bound> bounds) => bounds.Count == 0 ? "-" : string.Join(", ", bounds.Select(static bound => bound.Key));
    }

    private static Mark At(Node value, Entry entry) => value.Exists ? value.Mark : entry.At;

    private static string Shown(Node value) => value.IsScalar ? Excerpt.Of(value.Text, 60) : "…";

    private static Text Range(Bound bound) => (bound.AtLeast, bound.AtMost) switch
    {
        ({ } least, { } most) => new($"{least} 至 {most}", $"{least} to {most}"),
        ({ } least, null) => new($"不少于 {least}", $"at least {least}"),
        (null, { } most) => new($"不超过 {most}", $"at most {most}"),
        _ => new("不限", "any"),
    };

    private static bool IsWithin(Node value, Bound bound)
    {
        if (bound.AtLeast is null && bound.AtMost is null) return true;
        if (!value.IsScalar) return false;
        return (bound.AtLeast is not { } least || Order(value.Text, least) is >= 0) && (bound.AtMost is not { } most || Order(value.Text, most) is <= 0);
    }

    /// <summary>Below 0, 0 or above 0; null where the two do not compare.</summary>
    private static int? Order(string one, string other)
    {
        if (Quantity.TryParse(one, out var quantity, out _) && Quantity.TryParse(other, out var bound, out _)) return Quantity.Compare(quantity, bound);
        return decimal.TryParse(one, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && decimal.TryParse(other, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var limit) ? number.CompareTo(limit) : null;
    }

    private static bool IsEmpty(Node value) => (value.IsScalar && value.Text.Length == 0) || (!value.IsScalar && value.Count == 0);

    private static void Compare(string path, Node before, Node now, List<(string, Node)> changes)
    {
        if (before.IsMap && now.IsMap)
        {
            foreach (var (key, value) in now.Pairs) Compare($"{path}.{key.Text}", before[key.Value], value, changes);
            foreach (var (key, _) in before.Pairs)
                if (!now[key.Value].Exists) changes.Add(($"{path}.{key.Text}", default));
        }
        else if (!Same(before, now)) changes.Add((path, now));
    }

    private static bool Same(Node one, Node other)
    {
        if (!one.Exists || !other.Exists) return one.Exists == other.Exists || (one.Exists ? IsEmpty(one) : IsEmpty(other));
        if (one.IsMap || other.IsMap)
        {
            if (!one.IsMap || !other.IsMap || one.Count != other.Count) return false;
            foreach (var (key, value) in one.Pairs)
                if (!Same(value, other[key.Value])) return false;
            return true;
        }

        if (one.IsList && other.IsList)
        {
            if (one.Count != other.Count) return false;
            var theirs = new List<Node>();
            foreach (var element in other.Elements) theirs.Add(element);
            var at = 0;
            foreach (var element in one.Elements)
                if (!Same(element, theirs[at++])) return false;
            return true;
        }

        // One value may be written alone, as a list, or in a cell of a table.
        return one.Values().Select(static value => value.Text).SequenceEqual(other.Values().Select(static value => value.Text), StringComparer.Ordinal);
    }

    /// <summary>
    /// TR7005: a resident's right becomes narrower: a longer promise or first answer, a higher fee, fewer who may file, more that is asked,
    /// no confirmation or less time for it, no consultation or a shorter one, not being told, less room to reopen, more that stops the promise.
    /// What cannot be shown not to be longer counts as longer. Bounds do not help: they bind offices, not residents.
    /// </summary>
    private static void CheckRights(CheckContext context, Overlay overlay, MatterType old, MatterType now)
    {
        var narrowed = new List<(Text What, Mark At)>();
        Time(new("承诺时限", "the promise"), old.Guide.Promise, now.Guide.Promise);
        Time(new("首次答复时限", "the time of the first answer"), old.Guide.FirstAnswer, now.Guide.FirstAnswer);
        if (now.Guide.Fee is { } fee && (old.Guide.Fee is not { } free || Quantity.Compare(fee, free) is null or > 0))
            narrowed.Add((new($"收费由 {Units.In(old.Guide.Fee ?? new Quantity(0, Measure.Yuan), Language.Chinese)}升为 {Units.In(fee, Language.Chinese)}", $"the fee rises from {old.Guide.Fee?.ToString() ?? "0 CNY"} to {fee}"), now.Guide.At));
        var shutOut = old.Guide.For.Where(one => !now.Guide.For.Contains(one, StringComparer.Ordinal)).ToList();
        if (shutOut.Count > 0) narrowed.Add((new($"{string.Join('、', shutOut)} 不能再提出", $"{string.Join(", ", shutOut)} may no longer file"), now.Guide.At));
        var more = now.Asks.Where(ask => !old.Asks.Any(known => known.Id == ask.Id)).ToList();
        if (more.Count > 0) narrowed.Add((new($"多要了 {string.Join('、', more)}", $"{string.Join(", ", more)} is asked in addition"), more[0].At));
        Confirmation();
        Consultation();
        if (old.Steps.Any(step => TellsRequester(old, step)) && !now.Steps.Any(step => TellsRequester(now, step)))
            narrowed.Add((new("不再把结果告知申请人", "the requester is no longer told the result"), now.Flow.At));
        Reopening();
        Pauses();
        if (narrowed.Count == 0) return;
        Tell(context, FindingCodes.RightNarrowed, overlay, narrowed[0].At.IsNone ? now.At : narrowed[0].At, now,
            new($"叠加层{Saying.Of(overlay).Zh}缩减了事项{Saying.Of(old).Zh}中居民的权利：{string.Join('；', narrowed.Select(static one => one.What.Zh))}。",
                $"The overlay {Saying.Of(overlay).En} narrows what residents may expect of {Saying.Of(old).En}: {string.Join("; ", narrowed.Select(static one => one.What.En))}."),
            new("本地变通和试点都不得缩减居民权利；改回不低于基础条目。", "Neither a local variation nor a pilot may narrow a resident's right; give at least what the base gives."), old.At);

        void Time(Text what, Term? before, Term? after)
        {
            if (before is null || after is null || IsNotLonger(after, before)) return;
            var (was, becomes) = (Say(before), Say(after));
            narrowed.Add((new($"{what.Zh}由{was.Zh}变为{becomes.Zh}", $"{what.En} goes from {was.En} to {becomes.En}"), after.At));
        }

        void Confirmation()
        {
            var before = old.Steps.FirstOrDefault(step => step.Kind == StepKind.Confirm && IsRequester(old, step.By));
            if (before is null) return;
            var after = now.Steps.FirstOrDefault(step => step.Kind == StepKind.Confirm && IsRequester(now, step.By));
            if (after is null) narrowed.Add((new("办结不再由申请人确认", "the requester no longer confirms the closing"), now.Flow.At));
            else if (before.Within?.Fixed is { } long_ && after.Within?.Fixed is { } short_ && TimeLimit.Compare(short_, long_) is null or < 0)
                narrowed.Add((new($"确认的时间由{Say(long_).Zh}缩为{Say(short_).Zh}", $"the time to confirm falls from {long_} to {short_}"), after.Within!.At));
        }

        void Consultation()
        {
            foreach (var before in old.Steps.Where(static step => step.Kind is StepKind.Consult or StepKind.Resolve))
            {
                var after = now.Steps.FirstOrDefault(step => step.Kind == before.Kind && step.Id == before.Id) ?? now.Steps.FirstOrDefault(step => step.Kind == before.Kind && step.With?.ToString() == before.With?.ToString());
                if (after is null) narrowed.Add((new($"取消了征求意见或表决的步骤 {before.Id}", $"the step {before.Id}, in which people are heard or vote, is gone"), now.Flow.At));
                else if (before.Lasts is { } days && (after.Lasts is not { } fewer || TimeLimit.Compare(fewer, days) is null or < 0))
                    narrowed.Add((new($"步骤 {after.Id} 由{Say(days).Zh}缩为{Say(after.Lasts, "不定").Zh}", $"the step {after.Id} falls from {days} to {after.Lasts?.ToString() ?? "no stated time"}"), after.At));
            }
        }

        void Reopening()
        {
            var before = old.Acts?.Reopen ?? context.Structure.Acts.Reopen;
            var after = now.Acts?.Reopen ?? context.Structure.Acts.Reopen;
            if (before is null) return;
            if (after is null) narrowed.Add((new("不能再要求重新办理", "the matter can no longer be reopened"), now.At));
            else if (after.Within is { } shorter && (before.Within is not { } span || TimeLimit.Compare(shorter, span) is null or < 0))
                narrowed.Add((new($"要求重新办理的时间由{Say(before.Within, "不限").Zh}缩为{Say(shorter).Zh}", $"the time to reopen falls from {before.Within?.ToString() ?? "any time"} to {shorter}"), after.At));
            else if (after.AtMost is { } fewer && (before.AtMost is not { } times || fewer < times))
                narrowed.Add((new($"只能要求重新办理 {fewer} 次", $"it can be reopened only {fewer} times"), after.At));
        }

        void Pauses()
        {
            var before = old.Acts?.Pause ?? context.Structure.Acts.Pause;
            var after = now.Acts?.Pause ?? context.Structure.Acts.Pause;
            if (after is null || ReferenceEquals(before, after)) return;
            var stopping = after.Reasons.Where(static reason => reason.StopsPromise.Count > 0).ToList();
            var added = stopping.Where(reason => before is null || !before.Reasons.Any(known => known.Id == reason.Id && known.StopsPromise.Count > 0)).ToList();
            if (added.Count > 0) narrowed.Add((new($"新增停止承诺时限的理由 {string.Join('、', added.Select(static reason => $"「{reason.Name.Zh}」"))}", $"{string.Join(", ", added.Select(static reason => $"\"{reason.Name.En}\""))} now stops the promise"), added[0].At));
            else if (stopping.Count > 0 && before is not null && (Grows(before.Total, after.Total) || (before.AtMost is { } times && (after.AtMost is not { } now_ || now_ > times))))
                narrowed.Add((new("承诺时限可以停得更久、更多次", "the promise may stop longer or more often"), after.At));
        }

        static bool Grows(TimeLimit? before, TimeLimit? after) => before is { } limit && (after is not { } longer || TimeLimit.Compare(longer, limit) is null or > 0);
    }

    private static Text Say(Term term) => term.Fixed is { } limit ? Say(limit) : new($" {Excerpt.Of(term.Formula?.Text ?? "", 80)} ", Excerpt.Of(term.Formula?.Text ?? "", 80));

    private static Text Say(TimeLimit? limit, string none = "") => limit is { } said ? new($" {Units.In(said.ToQuantity(), Language.Chinese)}", said.ToString()) : new(none, none);

    private static bool IsRequester(MatterType matter, PostName? by) => by is { At: null } post && (post.Post == "requester" || matter.About.Any(role => role.Name == post.Post));

    private static bool TellsRequester(MatterType matter, FlowPart.Step step) => step.Kind == StepKind.Notify && IsRequester(matter, step.Tell);

    /// <summary>Whether a time can be shown never to be longer than another. An expression counts with the longest, and as base with the shortest, limit that it names.</summary>
    private static bool IsNotLonger(Term now, Term before)
    {
        if (now.Formula is not null && now.Formula.Text == before.Formula?.Text) return true;
        var (after, then) = (LimitsOf(now), LimitsOf(before));
        return after.Count > 0 && then.Count > 0 && after.TrueForAll(limit => then.TrueForAll(base_ => IsNotLonger(limit, base_)));
    }

    private static bool IsNotLonger(TimeLimit now, TimeLimit before)
    {
        if (TimeLimit.Compare(now, before) is { } order) return order <= 0;
        // As many days never end after as many working days, nor hours by the clock after working hours; half a day of hours ends before any day does.
        return (now.Unit, before.Unit) switch
        {
            (TimeUnit.Days, TimeUnit.WorkingDays) => now.Amount <= before.Amount,
            (TimeUnit.Hours, TimeUnit.WorkingHours) => now.Amount <= before.Amount,
            (TimeUnit.Minutes, TimeUnit.WorkingHours) => now.Amount <= before.Amount * 60,
            (TimeUnit.Minutes or TimeUnit.Hours, TimeUnit.WorkingDays) => now.Amount <= (now.Unit == TimeUnit.Hours ? 12 : 720),
            (TimeUnit.WorkingHours, TimeUnit.WorkingDays) => now.Amount <= 3 * before.Amount,
            (TimeUnit.Days, TimeUnit.Months or TimeUnit.Years) => now.Amount <= before.Amount * (before.Unit == TimeUnit.Months ? 28 : 365),
            _ => false,
        };
    }

    private static List<TimeLimit> LimitsOf(Term term)
    {
        if (term.Fixed is { } one) return [one];
        var limits = new List<TimeLimit>();
        var words = (term.Formula?.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at + 1 < words.Length; at++)
        {
            if (at + 2 < words.Length && TimeLimit.TryParse($"{words[at]} {words[at + 1]} {words[at + 2]}", out var limit, out _)) limits.Add(limit);
            else if (TimeLimit.TryParse($"{words[at]} {words[at + 1]}", out limit, out _)) limits.Add(limit);
        }

        return limits;
    }
}
