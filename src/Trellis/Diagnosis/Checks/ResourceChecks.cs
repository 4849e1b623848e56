using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR4: resources.</summary>
internal static class ResourceChecks
{
    public static void Check(CheckContext context)
    {
        var bearing = new BearingDuties(context);
        var means = new DutyMeans(context, bearing);
        foreach (var resource in context.Holding(context.Structure.Resources))
        {
            CheckHeld(context, means, resource);
            CheckScheduled(context, resource);
        }

        if (context.Structure.Resources.All.Count == 0) return;
        foreach (var duty in context.Structure.Duties.All)
            if (duty.HoldsOn(context.Date)) CheckClaims(context, bearing, means, duty);
    }

    /// <summary>TR4001: no unit of the day has any of it.</summary>
    private static void CheckHeld(CheckContext context, DutyMeans means, Resource resource)
    {
        if (means.StocksOf(resource.Id).Any(stock => context.Day.Unit(stock.Unit.Id) is not null)) return;
        var earlier = context.Structure.Stocks.Where(stock => stock.Resource.Id == resource.Id).ToList();
        // A number that cannot be read is told as such, and is not zero.
        if (earlier.Exists(static stock => stock.Amount is null)) return;
        var was = earlier.Count == 0
            ? new Text("stocks.tsv 里一行也没有", "there is no row of it in stocks.tsv")
            : earlier.Exists(stock => stock.HoldsOn(context.Date) && context.Day.Unit(stock.Unit.Id) is not null)
                ? new Text("stocks.tsv 里登记的数量是零", "stocks.tsv says zero")
                : new Text("stocks.tsv 里登记的存放单位已撤销，或登记已到期", "what stocks.tsv says has ended, or stood at a unit that ended");
        context.Add(FindingCodes.ResourceNobodyHolds, resource.At, resource,
            new($"资源{Saying.Of(resource).Zh}现在没有一个单位持有：{was.Zh}。", $"No unit holds the resource {Saying.Of(resource).En}: {was.En}."),
            new("在 stocks.tsv 写明存放在哪个单位、有多少；已经没有的，写上 to 结束它，并改写需要它的职责。", "Say in stocks.tsv where it stands and how much; if it is gone, end it with a to date and change the duties that need it."),
            related: [.. earlier.Select(static stock => new RelatedPlace(stock.At, new("原来的登记在这里。", "The former row stands here.")))]);
    }

    /// <summary>TR4002: nobody may say where it goes.</summary>
    private static void CheckScheduled(CheckContext context, Resource resource)
    {
        if (resource.ScheduledBy is not { } post)
        {
            context.Add(FindingCodes.ResourceNobodySchedules, resource.At, resource,
                new($"资源{Saying.Of(resource).Zh}没有写明由哪个岗位调度，几家同时要用时谁也定不了。", $"The resource {Saying.Of(resource).En} does not say which post schedules it; when two need it at once, nobody can decide."),
                new("写上 scheduled-by: 岗位@单位。", "Write scheduled-by: post@unit."));
            return;
        }

        var units = context.Day.Expand(post.At, resource);
        if (units.Any(unit => context.Day.PostAt(post.Post, unit) is not null)) return;
        // A name that never was is told where names are looked up.
        var ended = (post.At is { } at && context.Structure.Units.Of(at).Any(unit => unit.To < context.Date)) || context.Structure.Posts.Of(post.Post).Any(row => row.To < context.Date);
        if (!ended) return;
        context.Add(FindingCodes.ResourceNobodySchedules, post.Mark, resource,
            new($"调度资源{Saying.Of(resource).Zh}的岗位{Saying.Of(context, post).Zh}已经撤销。", $"The post that schedules {Saying.Of(resource).En}, {Saying.Of(context, post).En}, has ended."),
            new("改由现在的岗位调度（scheduled-by）。", "Name the post that schedules it now under scheduled-by."));
    }

    /// <summary>TR4003: those who must do it neither have the resource nor a claim to it.</summary>
    private static void CheckClaims(CheckContext context, BearingDuties bearing, DutyMeans means, Duty duty)
    {
        foreach (var lack in means.Resources(duty))
        {
            // What a new duty lacks on a lower unit is told at the entry gate.
            var units = lack.Units.FindAll(unit => !means.IsNewOnLowerUnit(duty, unit, lack.Id));
            if (units.Count == 0) continue;
            var resource = context.Structure.Resources.On(lack.Id, context.Date)!;
            var helpers = bearing.Supporters(duty).Where(unit => means.Reaches(resource, unit) && !units.Contains(unit)).ToList();
            var claimants = Saying.List([.. resource.Claims.Select(claim => Saying.Of(context, claim.Id))]);
            var who = helpers.Count > 0
                ? new Text($"能用它的只有协办的{Saying.Places(helpers).Zh}", $"of those concerned only the supporter {Saying.Places(helpers).En} may use it")
                : resource.Claims.Count == 0 ? new Text("它没有写明谁可以用（claims）", "it does not say who may use it (claims)") : new Text($"可以用它的是{claimants.Zh}", $"it may be used by {claimants.En}");
            context.Add(FindingCodes.NoClaimToResource, lack.At, duty,
                new($"{Saying.Of(duty).Zh}需要资源{Saying.Of(resource).Zh}，{Saying.Places(units).Zh}既没有库存也无权使用；{who.Zh}。", $"{Saying.Of(duty).En} needs the resource {Saying.Of(resource).En}, but {Saying.Places(units).En} {Saying.Verb(units, "has", "have")} neither a stock of it nor a claim to it; {who.En}."),
                new($"把它加进 {lack.Id} 的 claims，或在 stocks.tsv 给它一份；不需要的，从职责的 needs 或步骤的 resources 中删去。", $"Add it to the claims of {lack.Id}, or give it a stock in stocks.tsv; if it is not needed, strike it from the needs of the duty or the resources of the step."),
                units,
                [new(resource.At, new("资源在这里。", "The resource stands here."))]);
        }
    }
}
