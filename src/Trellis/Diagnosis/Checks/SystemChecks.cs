using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR2, systems: piled up for one matter, without a problem they answer, required without a basis, used beyond their purpose.</summary>
internal static class SystemChecks
{
    public static void Check(CheckContext context, Bases bases)
    {
        var systems = context.Holding(context.Structure.Systems).ToList();
        if (systems.Count == 0) return;
        var byId = new Dictionary<string, InformationSystem>(StringComparer.Ordinal);
        foreach (var system in systems) byId.TryAdd(system.Id, system); // one that stands there twice is told where names are looked up
        var required = new HashSet<string>(StringComparer.Ordinal);
        foreach (var form in context.Holding(context.Structure.Forms))
            if (form.Via is { } via) required.Add(via.Id);
        foreach (var matter in context.Holding(context.Structure.Matters))
            foreach (var step in matter.Steps)
                if (step.Via is { } via) required.Add(via.Id);

        foreach (var system in systems)
        {
            if (system.Problem is not { Zh.Length: > 0 })
                context.Add(FindingCodes.SystemWithoutProblem, system.At, system,
                    new($"系统{Saying.Of(system).Zh}没有说明解决什么问题。", $"The system {Saying.Of(system).En} does not say which problem it answers."),
                    new("写上 problem：不用它时哪里办不好；说不出的应当停用。", "State under problem what goes wrong without it, or give it up."));

            // One that lists users, or that a form or step must go through, is required; one that is merely offered needs no basis.
            if (system.Basis.Count == 0 && (system.Users.Count > 0 || required.Contains(system.Id)))
                context.Add(FindingCodes.SystemWithoutBasis, system.At, system,
                    new($"系统{Saying.Of(system).Zh}要求单位使用，却没有依据。", $"Units must use the system {Saying.Of(system).En}, and it has no basis."),
                    new("写上 basis：要求使用它的条款；没有的，改为自愿使用（去掉 users 和 via）。", "Name the article that requires it, or leave its use to the units (no users, no via)."));
        }

        CheckPurposes(context, byId);
        CheckStacks(context, systems, byId);
    }

    /// <summary>
    /// TR2013: a form that goes through a system, or a matter type that it serves or that must use it, is there for a purpose which the
    /// system does not state. Told at the form or matter type. A system that states no purposes at all is none of this.
    /// </summary>
    private static void CheckPurposes(CheckContext context, Dictionary<string, InformationSystem> systems)
    {
        foreach (var form in context.Holding(context.Structure.Forms))
            if (form.Via is { } via && systems.TryGetValue(via.Id, out var system)) Compare(form, form.Purpose, system, via.At);

        var served = systems.Values.SelectMany(static system => system.Serves.Where(static one => one.Kind == Kind.Matter).Select(one => (one.Id, system))).ToLookup(static one => one.Id, static one => one.system, StringComparer.Ordinal);
        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var step in matter.Steps)
            {
                if (step.Via is { } via && systems.TryGetValue(via.Id, out var used) && told.Add(used.Id)) Compare(matter, matter.Purpose, used, via.At);
                if (step.BySystem is { } by && systems.TryGetValue(by, out var doing) && told.Add(doing.Id)) Compare(matter, matter.Purpose, doing, step.By!.Value.Mark);
            }

            foreach (var system in served[matter.Id])
                if (told.Add(system.Id)) Compare(matter, matter.Purpose, system, matter.Purpose?.At ?? matter.At);
        }

        void Compare(Entry user, Ref? purpose, InformationSystem system, Structure.Files.Mark at)
        {
            if (purpose is not { } stated || system.Purposes.Count == 0 || system.Purposes.Any(one => one.Id == stated.Id)) return;
            var name = context.Structure.Purposes.On(stated.Id, context.Date)?.Name ?? new(stated.Id, stated.Id);
            context.Add(FindingCodes.SystemBeyondPurpose, at, user,
                new($"{Saying.Of(user).Zh}经系统{Saying.Of(system).Zh}办理，用途是「{name.Zh}」（{stated.Id}），而该系统没有这一用途。",
                    $"{Saying.Of(user).En} goes through the system {Saying.Of(system).En} for the purpose \"{name.En}\" ({stated.Id}), which the system does not state."),
                new("换用有此用途的系统，或先为该系统补上用途和依据。", "Use a system that has this purpose, or first add the purpose to the system, with its basis."),
                related: [new(system.At, new("系统在这里。", "The system stands here."))]);
        }
    }

    /// <summary>
    /// TR2010: more systems for one matter type or duty, at one unit, than the setting allows. For a matter type count those that serve it,
    /// those its steps go through, and those that serve its duty; only systems that a unit must use count there, so three systems at three
    /// kinds of unit are no stack. A stack of a duty is told at the duty and not again at each of its matter types.
    /// </summary>
    private static void CheckStacks(CheckContext context, List<InformationSystem> systems, Dictionary<string, InformationSystem> byId)
    {
        var ofDuty = new Dictionary<string, List<InformationSystem>>(StringComparer.Ordinal);
        var ofMatter = new Dictionary<string, List<InformationSystem>>(StringComparer.Ordinal);
        foreach (var system in systems)
        {
            foreach (var served in system.Serves)
            {
                var table = served.Kind == Kind.Duty ? ofDuty : ofMatter;
                if (!table.TryGetValue(served.Id, out var serving)) table.Add(served.Id, serving = []);
                if (!serving.Contains(system)) serving.Add(system);
            }
        }

        var users = new Dictionary<InformationSystem, HashSet<int>>();
        foreach (var (id, serving) in ofDuty.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            if (context.Structure.Duties.On(id, context.Date) is { } duty) Tell(duty, serving);

        foreach (var matter in context.Holding(context.Structure.Matters))
        {
            var stack = new List<InformationSystem>();
            if (ofMatter.TryGetValue(matter.Id, out var own)) stack.AddRange(own);
            foreach (var step in matter.Steps)
            {
                if (step.Via is { } via && byId.TryGetValue(via.Id, out var used) && !stack.Contains(used)) stack.Add(used);
                if (step.BySystem is { } by && byId.TryGetValue(by, out var doing) && !stack.Contains(doing)) stack.Add(doing);
            }

            if (stack.Count == 0) continue;
            if (ofDuty.TryGetValue(matter.Duty.Id ?? "", out var general))
                foreach (var system in general)
                    if (!stack.Contains(system)) stack.Add(system);
            if (general is null || stack.Count > general.Count) Tell(matter, stack);
        }

        void Tell(Entry entry, List<InformationSystem> stack)
        {
            if (stack.Count <= context.Settings.SystemsPerMatter) return;
            var counts = new Dictionary<int, int>();
            foreach (var system in stack)
                foreach (var unit in UsersOf(system)) counts[unit] = counts.GetValueOrDefault(unit) + 1;
            var places = counts.Where(pair => pair.Value > context.Settings.SystemsPerMatter).Select(pair => context.Day.Units[pair.Key]).ToList();
            if (places.Count == 0) return;
            var names = Saying.List([.. stack.Select(static system => Saying.Of(system))]);
            context.Add(FindingCodes.SystemsStacked, entry.At, entry,
                new($"{Saying.Of(entry).Zh}要在 {stack.Count} 个系统里办：{names.Zh}。", $"{Saying.Of(entry).En} goes through {stack.Count} systems: {names.En}."),
                new($"这里定的上限是 {context.Settings.SystemsPerMatter} 个；合并，或由系统之间传递，不让人重复录入。", $"The limit set here is {context.Settings.SystemsPerMatter}; join them, or let systems pass on what people now type again."),
                places, [.. stack.Select(static system => new RelatedPlace(system.At, new("其中之一在这里。", "One of them stands here.")))]);
        }

        HashSet<int> UsersOf(InformationSystem system)
        {
            if (!users.TryGetValue(system, out var units))
            {
                users.Add(system, units = []);
                foreach (var user in system.Users)
                    foreach (var unit in context.Day.Expand(user.At)) units.Add(unit.Index);
            }

            return units;
        }
    }
}
