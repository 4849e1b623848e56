using Trellis.Information.Registers;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <summary>Who collects which items on a day, kept until it is another day or another structure: to read it off takes milliseconds. For any number of threads.</summary>
internal sealed class CollectedOnDays
{
    private volatile Known? _last;

    public CollectedItems On(StructureOnDay today)
    {
        if (_last is { } last && last.Day.Structure == today.Structure && last.Day.Day == today.Day) return last.Items;
        var items = CollectedItems.Of(today);
        _last = new Known(today, items);
        return items;
    }

    private sealed record Known(StructureOnDay Day, CollectedItems Items);
}
