using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>What acts have changed in who holds what: delegations lent, ended, moved; articles and posts gone. A value.</summary>
internal sealed class LentPowers
{
    private readonly ConcurrentDictionary<(HoldersOnDay, int), HoldersOnDay> _holders = new();
    private readonly DateOnly[] _changes;

    private LentPowers(ImmutableArray<Delegation> lent, ImmutableArray<Closing> closings, ImmutableArray<AuthorityEvent.Transferred> transfers, ImmutableArray<AuthorityEvent.Repealed> repeals, ImmutableArray<AuthorityEvent.PostEnded> posts)
    {
        (Lent, Closings, Transfers, Repeals, Posts) = (lent, closings, transfers, repeals, posts);
        var changes = new SortedSet<DateOnly>();
        foreach (var one in lent)
        {
            changes.Add(one.From);
            if (one.To < DateOnly.MaxValue) changes.Add(one.To.AddDays(1));
        }

        changes.UnionWith(closings.Select(static one => one.From));
        changes.UnionWith(transfers.Select(static one => one.From));
        changes.UnionWith(repeals.Select(static one => one.From));
        changes.UnionWith(posts.Select(static one => one.From));
        _changes = [.. changes];
    }

    public static LentPowers Nothing { get; } = new([], [], [], [], []);

    public ImmutableArray<Delegation> Lent { get; }

    public ImmutableArray<Closing> Closings { get; }

    public ImmutableArray<AuthorityEvent.Transferred> Transfers { get; }

    public ImmutableArray<AuthorityEvent.Repealed> Repeals { get; }

    public ImmutableArray<AuthorityEvent.PostEnded> Posts { get; }

    public LentPowers After(AuthorityEvent happened) => happened switch
    {
        AuthorityEvent.Lent lent => new(Lent.Add(lent.Delegation), Closings, Transfers, Repeals, Posts),
        AuthorityEvent.Withdrawn one => new(Lent, Closings.Add(new Closing(one.Delegation, one.Unit, one.From, Withdrawn: true)), Transfers, Repeals, Posts),
        AuthorityEvent.Expired one => new(Lent, Closings.Add(new Closing(one.Delegation, one.Unit, one.From, Withdrawn: false)), Transfers, Repeals, Posts),
        AuthorityEvent.Transferred one => new(Lent, Closings, Transfers.Add(one), Repeals, Posts),
        AuthorityEvent.Repealed one => new(Lent, Closings, Transfers, Repeals.Add(one), Posts),
        AuthorityEvent.PostEnded one => new(Lent, Closings, Transfers, Repeals, Posts.Add(one)),
        _ => this,
    };

    /// <summary>The holders of a day with these changes; kept for all days between two changes.</summary>
    public HoldersOnDay Over(HoldersOnDay written, DateOnly day)
    {
        if (_changes.Length == 0) return written;
        var found = Array.BinarySearch(_changes, day);
        var span = found >= 0 ? found : ~found - 1;
        if (span < 0) return written;
        return _holders.TryGetValue((written, span), out var known) ? known : _holders.GetOrAdd((written, span), static (key, changes) => key.Item1.With(changes.Lent, changes.Day), (Lent: this, Day: _changes[span]));
    }

    /// <summary>Why a delegation gives nothing at a unit on a day, and since when; the first that happened.</summary>
    public Closing? ClosingOf(string delegation, string unit, DateOnly day)
    {
        Closing? first = null;
        foreach (var one in Closings)
            if (one.From <= day && one.Delegation == delegation && (one.Unit is null || one.Unit == unit) && (first is null || one.From < first.From)) first = one;
        return first;
    }

    /// <summary>To whom an expansion went by the day; the last move counts.</summary>
    public (string Post, string Unit)? MovedTo(string delegation, string unit, DateOnly day)
    {
        AuthorityEvent.Transferred? last = null;
        foreach (var one in Transfers)
            if (one.From <= day && one.Delegation == delegation && one.Unit == unit && (last is null || one.From >= last.From)) last = one;
        return last is null ? null : (last.ToPost, last.ToUnit);
    }

    public bool IsRepealed(Citation citation, DateOnly day)
    {
        foreach (var one in Repeals)
            if (one.From <= day && one.Article.Law == citation.Law && (one.Article.Article is null || one.Article.Article == citation.Article)) return true;
        return false;
    }

    public bool IsPostEnded(string post, string unit, DateOnly day)
    {
        foreach (var one in Posts)
            if (one.From <= day && one.Post == post && one.Unit == unit) return true;
        return false;
    }
}

/// <summary>A delegation, or its expansion at one unit, that gives nothing from a day on.</summary>
internal sealed record Closing(string Delegation, string? Unit, DateOnly From, bool Withdrawn);
