namespace Trellis.Authority.Access;

/// <summary>What a token is good for. Whatever it is good for, its holder may do no more than they may themselves.</summary>
public enum Scope
{
    /// <summary>Ask about matters: those that the holder may see.</summary>
    Read,

    /// <summary>Do acts.</summary>
    Act,

    /// <summary>Ask who may decide what (AuthZEN).</summary>
    Ask,

    /// <summary>Take the course of the work out of the record: exports, the feed of events.</summary>
    Export,

    /// <summary>Run the server: tokens, erasures, webhooks.</summary>
    Admin,
}

/// <summary>The words for scopes: in the record, in addresses, on the command line.</summary>
public static class Scopes
{
    public static IReadOnlyList<Scope> All { get; } = Enum.GetValues<Scope>();

    public static string Word(Scope scope) => scope switch
    {
        Scope.Read => "read",
        Scope.Act => "act",
        Scope.Ask => "ask",
        Scope.Export => "export",
        _ => "admin",
    };

    public static Scope? Of(string word)
    {
        foreach (var scope in All)
            if (Word(scope) == word) return scope;
        return null;
    }
}

/// <summary>For whom a token speaks.</summary>
public abstract record TokenHolder
{
    private TokenHolder() { }

    public sealed record Resident(ActorId Person) : TokenHolder;

    /// <summary>Somebody in a post. The seat must be theirs on every day on which the token is used.</summary>
    public sealed record Officer(ActorId Person, PostAt Seat) : TokenHolder;

    /// <summary>Another program, by an id.</summary>
    public sealed record Program(string Id) : TokenHolder;

    /// <summary>As whom its holder acts; null for a program, which is nobody.</summary>
    public Actor? Acts => this switch
    {
        Resident resident => new Actor.Resident(resident.Person),
        Officer officer => new Actor.Officer(officer.Person, officer.Seat),
        _ => null,
    };

    /// <summary>The scopes that make sense for such a holder. A program does no acts: somebody who answers for them does.</summary>
    public IReadOnlyList<Scope> Possible => this switch
    {
        Resident => [Scope.Read, Scope.Act],
        Officer => [Scope.Read, Scope.Act, Scope.Ask, Scope.Export, Scope.Admin],
        _ => [Scope.Ask, Scope.Export, Scope.Admin],
    };
}

/// <summary>A token as the record knows it. The secret is known to its holder alone; of it there is the SHA-256 of its 256 random bits.</summary>
/// <param name="Id">The part of the token that is no secret.</param>
/// <param name="Digest">32 bytes.</param>
/// <param name="Expires">The first moment at which it is no longer good.</param>
/// <param name="Revoked">When it was taken back; null while it was not.</param>
public sealed record AccessToken(string Id, TokenHolder Holder, IReadOnlyList<Scope> Scopes, ReadOnlyMemory<byte> Digest, DateTimeOffset Issued, DateTimeOffset Expires, DateTimeOffset? Revoked)
{
    public bool IsGood(DateTimeOffset now) => Revoked is null && now < Expires;
}
