namespace Trellis.Diagnosis.Findings;

/// <summary>What a finding looks like, where a number alone does not show it.</summary>
public abstract record FindingPicture
{
    private FindingPicture()
    {
    }

    /// <summary>Ends by whole days from the deadline: day 0 ends with it, day 1 is the first after it.</summary>
    public sealed record AtTheDeadline(IReadOnlyList<(int Day, int Ends)> Days) : FindingPicture
    {
        /// <summary>Days on each side of the deadline that are drawn.</summary>
        public const int Span = 30;

        /// <param name="days">Each end in days from the deadline; none later than it is above 0.</param>
        internal static AtTheDeadline Of(IEnumerable<double> days)
        {
            var counts = new int[(2 * Span) + 1];
            foreach (var day in days)
                if (Math.Ceiling(day) is >= -Span and <= Span and var whole) counts[(int)whole + Span]++;
            return new AtTheDeadline([.. counts.Select(static (ends, at) => (at - Span, ends))]);
        }
    }

    /// <summary>The median of each week, and the week from which on it is longer.</summary>
    public sealed record OverWeeks(IReadOnlyList<(DateOnly Week, double Seconds)> Weeks, int Change) : FindingPicture;

    /// <summary>How often each of two units sent straight back what the other had passed on.</summary>
    /// <param name="OneToOther">Times the first sent back to the second.</param>
    public sealed record BetweenTwo(string One, string Other, int OneToOther, int OtherToOne) : FindingPicture;
}
