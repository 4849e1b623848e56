namespace Trellis.Authority;

/// <summary>What comes of an act on powers: it happens, or it is refused.</summary>
public abstract record Ruling
{
    private Ruling() { }

    public sealed record Happens(AuthorityEvent Event) : Ruling;

    public sealed record Refused(Refusal Why) : Ruling;
}
