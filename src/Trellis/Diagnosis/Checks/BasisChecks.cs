using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// TR7004: what rests on nothing that is in force on the day: no article is named, or every one that is named has been repealed or does
/// not hold yet. One article in force is enough.
/// Not told here, because another code says it: items, forms and required systems without any article (TR2006, TR2007, TR2012), and
/// powers and delegations whose article was repealed (TR1008).
/// </summary>
internal static class BasisChecks
{
    public static void Check(CheckContext context, Bases bases)
    {
        var check = new Checking(context, bases);
        foreach (var duty in context.Holding(context.Structure.Duties)) check.Both(duty, duty.Basis);
        foreach (var power in context.Holding(context.Structure.Powers)) check.Missing(power, power.Basis);
        foreach (var delegation in context.Holding(context.Structure.Delegations)) check.Missing(delegation, delegation.Basis);
        foreach (var one in context.Holding(context.Structure.Classes)) check.Both(one, one.Basis);
        foreach (var purpose in context.Holding(context.Structure.Purposes)) check.Both(purpose, purpose.Basis);
        foreach (var register in context.Holding(context.Structure.Registers)) check.Both(register, register.Basis);
        foreach (var standard in context.Holding(context.Structure.Standards)) check.Both(standard, standard.Basis);
        foreach (var assessment in context.Holding(context.Structure.Assessments)) check.Both(assessment, assessment.Basis);
        foreach (var emergency in context.Holding(context.Structure.Emergencies)) check.Both(emergency, emergency.Basis);
        foreach (var neighbour in context.Holding(context.Structure.Neighbours)) check.Both(neighbour, neighbour.Basis);
        foreach (var offer in context.Holding(context.Structure.Offers)) check.Both(offer, offer.Basis);
        foreach (var item in context.Holding(context.Structure.Items)) check.Lapsed(item, item.Basis);
        foreach (var form in context.Holding(context.Structure.Forms)) check.Lapsed(form, form.Basis);
        foreach (var system in context.Holding(context.Structure.Systems)) check.Lapsed(system, system.Basis);
        foreach (var resource in context.Holding(context.Structure.Resources)) check.Lapsed(resource, resource.Basis);
        foreach (var overlay in context.Holding(context.Structure.Overlays)) check.Lapsed(overlay, overlay.Basis);
        foreach (var matter in context.Holding(context.Structure.Matters)) CheckMatter(context, bases, check, matter);
    }

    /// <summary>What the guide and single steps cite, why the promise may stop, and decisions that no officer takes.</summary>
    private static void CheckMatter(CheckContext context, Bases bases, Checking check, MatterType matter)
    {
        check.Lapsed(matter, matter.Guide.Basis);
        foreach (var step in matter.Steps)
        {
            if (bases.HaveLapsed(step.Basis))
                context.Add(FindingCodes.WithoutBasisInForce, step.Basis[0].At, matter,
                    new($"事项{Saying.Of(matter).Zh}的步骤 {step.Id} 所依据的条款都不在效力期内：{bases.Say(step.Basis).Zh}。", $"The step {step.Id} of {Saying.Of(matter).En} rests on nothing in force: {bases.Say(step.Basis).En}."),
                    Checking.Remedy);
            if (step.BySystem is not null && step.Kind is StepKind.Decide or StepKind.Check && step.Basis.Count == 0)
                context.Add(FindingCodes.WithoutBasisInForce, step.At, matter,
                    new($"事项{Saying.Of(matter).Zh}的步骤 {step.Id} 由系统自动作出，却没有依据。", $"The step {step.Id} of {Saying.Of(matter).En} is taken by a system, without a basis."),
                    new("写上允许自动作出的条款，或由岗位作出。", "Name the article that allows an automated decision, or let a post take it."));
        }

        foreach (var reason in matter.Acts?.Pause?.Reasons ?? [])
            if (reason.StopsPromise is { Count: > 0 } stops && bases.HaveLapsed(stops))
                context.Add(FindingCodes.WithoutBasisInForce, stops[0].At, matter,
                    new($"事项{Saying.Of(matter).Zh}的暂停理由「{reason.Name.Zh}」停止承诺时限，所依据的条款不在效力期内：{bases.Say(stops).Zh}。", $"The pause \"{reason.Name.En}\" of {Saying.Of(matter).En} stops the promise on an article that is not in force: {bases.Say(stops).En}."),
                    Checking.Remedy);
    }

    private sealed class Checking(CheckContext context, Bases bases)
    {
        public static Text Remedy { get; } = new("改引现行条款；没有的，应当结束它，或先立规矩。", "Cite an article that is in force; where there is none, end it, or make the rule first.");

        public void Both(Entry entry, IReadOnlyList<Citation> cited)
        {
            if (cited.Count == 0) Missing(entry, cited);
            else Lapsed(entry, cited);
        }

        public void Missing(Entry entry, IReadOnlyList<Citation> cited)
        {
            if (cited.Count > 0) return;
            context.Add(FindingCodes.WithoutBasisInForce, entry.At, entry,
                new($"{Saying.Of(entry).Zh}没有写依据。", $"{Saying.Of(entry).En} names no basis."),
                new("写上 basis：它所依据的条款；没有的，应当先立规矩。", "Name under basis the article it rests on; where there is none, the rule must be made first."));
        }

        public void Lapsed(Entry entry, IReadOnlyList<Citation> cited)
        {
            if (!bases.HaveLapsed(cited)) return;
            context.Add(FindingCodes.WithoutBasisInForce, cited[0].At, entry,
                new($"{Saying.Of(entry).Zh}所依据的条款都不在效力期内：{bases.Say(cited).Zh}。", $"{Saying.Of(entry).En} rests on nothing in force: {bases.Say(cited).En}."),
                Remedy,
                related: [.. context.Structure.Laws.Of(cited[0].Law).Take(1).Select(static law => new RelatedPlace(law.At, new("法律在这里。", "The law stands here.")))]);
        }
    }
}
