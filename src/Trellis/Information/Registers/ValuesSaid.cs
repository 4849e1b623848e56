namespace Trellis.Information.Registers;

/// <summary>One item as an event says it.</summary>
/// <param name="Rows">Where it is a relation; null otherwise.</param>
/// <param name="None">Whether it says that there is no value any more.</param>
/// <param name="Same">The position of the earliest claim that says the same; null where none does.</param>
/// <param name="Written">As it is kept beside the record; null for relations, for what is none, and after an erasure.</param>
public sealed record ItemSaid(string Item, DateOnly From, DateOnly To, FixedList<RowId>? Rows, bool None, long? Same)
{
    /// <summary>The value itself; it goes beside the record and is no part of the entry.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    public bool IsSealed => Rows is null && !None;

    /// <summary>Whether it is said in its shortest form, by its name alone.</summary>
    public bool IsPlain => IsSealed && Same is null && From == DateOnly.MinValue && To == DateOnly.MaxValue;
}

/// <summary>What an event says about the items of a subject, and whence it comes.</summary>
public sealed record ValuesSaid(ValueSource Source, string? Basis, UnitId? Unit, ActorId? Person, bool ByOwner, FixedList<ItemSaid> Items)
{
    public FixedList<Claim> Claims(long position, DateTimeOffset at)
    {
        var provenance = new Provenance(Source, Unit, Person, Basis, at, position);
        return Items.ConvertAll(one => new Claim(
            one.Item, one.From, one.To, one.None ? ClaimKind.None : one.Rows is null ? ClaimKind.Sealed : ClaimKind.Rows, one.Rows ?? [], provenance, ByOwner, one.Same ?? position));
    }
}
