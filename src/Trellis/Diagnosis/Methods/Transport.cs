namespace Trellis.Diagnosis.Methods;

/// <summary>
/// How what stands ready could meet what is wanted at the least cost: the yardstick for capacity that lies idle beside need. Supply is not exceeded; demand is met as far as there is supply and, where
/// a demand may stay unmet at a price, as far as that pays.
/// </summary>
/// <remarks>
/// The transport problem of Hitchcock (1941), solved by shortest ways that keep every reduced cost at nothing or more (Edmonds and Karp 1972), so that the prices of the result prove that nothing is
/// cheaper: see <see cref="TransportPlan.IsProved"/>.
/// </remarks>
public static class Transport
{
    /// <param name="costs">By supplier, then by demand: of one unit moved; null where it may not be moved.</param>
    /// <param name="unmet">What a unit of demand costs that is not met; null where all that can be met must be.</param>
    public static TransportPlan Solve(IReadOnlyList<IReadOnlyList<long?>> costs, IReadOnlyList<long> supply, IReadOnlyList<long> demand, long? unmet = null)
    {
        if (costs.Any(static row => row.Any(static cost => cost < 0))) throw new ArgumentException("Nothing is moved for less than nothing.", nameof(costs));
        var (suppliers, demands) = (supply.Count, demand.Count);
        var moved = new long[suppliers, demands];
        var left = supply.ToArray();
        var open = demand.ToArray();
        var supplierPrice = new long[suppliers];
        var demandPrice = new long[demands];
        long total = 0;

        while (Cheapest() is var (end, cost, from) && end >= 0 && (unmet is not { } price || cost < price))
        {
            var amount = open[end];
            for (var (at, supplier) = (end, from.OfDemand[end]); ;)
            {
                if (from.OfSupplier[supplier] < 0)
                {
                    amount = Math.Min(amount, left[supplier]);
                    break;
                }

                at = from.OfSupplier[supplier];
                amount = Math.Min(amount, moved[supplier, at]);
                supplier = from.OfDemand[at];
            }

            open[end] -= amount;
            for (var at = end; ;)
            {
                var supplier = from.OfDemand[at];
                moved[supplier, at] += amount;
                if (from.OfSupplier[supplier] < 0)
                {
                    left[supplier] -= amount;
                    break;
                }

                at = from.OfSupplier[supplier];
                moved[supplier, at] -= amount;
            }

            total += amount * cost;
        }

        return new TransportPlan { Moved = moved, Cost = total, Spare = left, Unmet = open, SupplierPrice = supplierPrice, DemandPrice = demandPrice };

        // The nearest demand still open from any supplier with something left, over what may be moved back and forth; Dijkstra's way on reduced costs.
        (int End, long Cost, (int[] OfDemand, int[] OfSupplier) From) Cheapest()
        {
            var supplierReach = new long[suppliers];
            var demandReach = new long[demands];
            var (ofDemand, ofSupplier) = (new int[demands], new int[suppliers]);
            var (supplierDone, demandDone) = (new bool[suppliers], new bool[demands]);
            Array.Fill(demandReach, long.MaxValue);
            Array.Fill(ofDemand, -1);
            Array.Fill(ofSupplier, -1);
            for (var supplier = 0; supplier < suppliers; supplier++) supplierReach[supplier] = left[supplier] > 0 ? 0 - supplierPrice[supplier] : long.MaxValue;
            var end = -1;
            while (end < 0)
            {
                var (nearest, isSupplier, reach) = (-1, false, long.MaxValue);
                for (var supplier = 0; supplier < suppliers; supplier++)
                    if (!supplierDone[supplier] && supplierReach[supplier] < reach) (nearest, isSupplier, reach) = (supplier, true, supplierReach[supplier]);
                for (var at = 0; at < demands; at++)
                    if (!demandDone[at] && demandReach[at] < reach) (nearest, isSupplier, reach) = (at, false, demandReach[at]);
                if (nearest < 0) break;
                if (isSupplier)
                {
                    supplierDone[nearest] = true;
                    for (var at = 0; at < demands; at++)
                    {
                        if (demandDone[at] || costs[nearest][at] is not { } cost || reach + cost + supplierPrice[nearest] - demandPrice[at] >= demandReach[at]) continue;
                        demandReach[at] = reach + cost + supplierPrice[nearest] - demandPrice[at];
                        ofDemand[at] = nearest;
                    }
                }
                else if (open[nearest] > 0)
                {
                    demandDone[nearest] = true;
                    end = nearest;
                }
                else
                {
                    demandDone[nearest] = true;
                    for (var supplier = 0; supplier < suppliers; supplier++)
                    {
                        if (supplierDone[supplier] || moved[supplier, nearest] == 0) continue;
                        // What was moved lies on a way without reduced cost, and taking it back costs none either.
                        if (reach >= supplierReach[supplier]) continue;
                        supplierReach[supplier] = reach;
                        ofSupplier[supplier] = nearest;
                    }
                }
            }

            if (end < 0) return (-1, 0, (ofDemand, ofSupplier));
            var farthest = demandReach[end];
            for (var supplier = 0; supplier < suppliers; supplier++) supplierPrice[supplier] += Math.Min(supplierReach[supplier], farthest);
            for (var at = 0; at < demands; at++) demandPrice[at] += Math.Min(demandReach[at], farthest);
            return (end, demandPrice[end], (ofDemand, ofSupplier));
        }
    }
}

public sealed record TransportPlan
{
    /// <summary>By supplier, then by demand.</summary>
    public required long[,] Moved { get; init; }

    /// <summary>Of all that is moved; what stays unmet is not in it.</summary>
    public required long Cost { get; init; }

    public required IReadOnlyList<long> Spare { get; init; }

    public required IReadOnlyList<long> Unmet { get; init; }

    /// <summary>What one more unit of a supplier would save is the highest price of any supplier minus its own.</summary>
    public required IReadOnlyList<long> SupplierPrice { get; init; }

    /// <summary>What one more unit of a demand would cost.</summary>
    public required IReadOnlyList<long> DemandPrice { get; init; }

    /// <summary>Whether the prices prove that no plan is cheaper: nothing could be moved for less than the prices differ, and whatever is moved costs just that.</summary>
    public bool IsProved(IReadOnlyList<IReadOnlyList<long?>> costs)
    {
        for (var supplier = 0; supplier < SupplierPrice.Count; supplier++)
        {
            if (Spare[supplier] > 0 && SupplierPrice[supplier] > 0) return false;
            for (var demand = 0; demand < DemandPrice.Count; demand++)
            {
                if (costs[supplier][demand] is not { } cost) continue;
                var reduced = cost + SupplierPrice[supplier] - DemandPrice[demand];
                if (reduced < 0 || (reduced > 0 && Moved[supplier, demand] > 0)) return false;
            }
        }

        return true;
    }
}
