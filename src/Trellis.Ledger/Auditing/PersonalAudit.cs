namespace Trellis.Ledger.Auditing;

/// <summary>A personal value as it lies beside the record.</summary>
/// <param name="Opens">Whether it is what a commitment was made to; null where its key is not at hand.</param>
public readonly record struct StoredValue(long Position, string Field, Func<Commitment, bool?> Opens);

/// <summary>
/// Whether the personal values beside a stretch of entries are those that the entries commit to. Which of them are missing it says too;
/// whether that is right is known only when all erasures were read.
/// </summary>
/// <param name="Opened">How many values are what their commitments say.</param>
/// <param name="Unopened">How many could not be opened, since their keys are not at hand.</param>
/// <param name="Missing">How many commitments have no value.</param>
/// <param name="FirstMissing">The positions of the first few of these.</param>
public sealed record PersonalAudit(long Opened, long Unopened, long Missing, IReadOnlyList<long> FirstMissing, IReadOnlyList<Doubt> Doubts)
{
    private const int MostNamed = 5;

    /// <param name="entries">In order; those without commitments may be left out.</param>
    /// <param name="values">In order of position and field.</param>
    public static PersonalAudit Of(IReadOnlyList<KeptEntry> entries, IReadOnlyList<StoredValue> values)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(values);
        long opened = 0, unopened = 0, missing = 0;
        var firstMissing = new List<long>();
        var doubts = new List<Doubt>();
        var at = 0;
        foreach (var (position, entry) in entries)
        {
            for (; at < values.Count && values[at].Position < position; at++) doubts.Add(Stray(values[at]));
            var end = at;
            while (end < values.Count && values[end].Position == position) end++;
            for (var row = at; row < end; row++)
                if (!entry.Personal.Any(field => field.Name == values[row].Field)) doubts.Add(Stray(values[row]));
            foreach (var field in entry.Personal)
            {
                var found = false;
                for (var row = at; row < end && !found; row++)
                {
                    if (values[row].Field != field.Name) continue;
                    found = true;
                    switch (values[row].Opens(field.Commitment))
                    {
                        case null: unopened++; break;
                        case true: opened++; break;
                        default: doubts.Add(new Doubt(DoubtKind.ValueDiffers) { Entry = position, Place = field.Name }); break;
                    }
                }

                if (found) continue;
                missing++;
                if (firstMissing.Count < MostNamed) firstMissing.Add(position);
            }

            at = end;
        }

        for (; at < values.Count; at++) doubts.Add(Stray(values[at]));
        return new PersonalAudit(opened, unopened, missing, firstMissing, doubts);

        static Doubt Stray(in StoredValue value) => new(DoubtKind.ValueWithoutCommitment) { Entry = value.Position, Place = value.Field };
    }

    /// <summary>The same over two stretches in a row.</summary>
    public PersonalAudit And(PersonalAudit next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return new PersonalAudit(Opened + next.Opened, Unopened + next.Unopened, Missing + next.Missing, [.. FirstMissing.Concat(next.FirstMissing).Take(MostNamed)], []);
    }

    public static PersonalAudit None { get; } = new(0, 0, 0, [], []);
}
