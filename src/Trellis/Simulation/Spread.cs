using System.Collections.Immutable;

namespace Trellis.Simulation;

/// <summary>How a number that differs from case to case is spread. It has no unit of its own; whoever holds one says it.</summary>
public abstract record Spread
{
    private Spread() { }

    public abstract double Mean { get; }

    public abstract double Draw(Chance chance);

    public sealed record Fixed(double Value) : Spread
    {
        public override double Mean => Value;

        public override double Draw(Chance chance) => Value;
    }

    public sealed record Exponential(double Average) : Spread
    {
        public override double Mean => Average;

        public override double Draw(Chance chance) => chance.Exponential(Average);
    }

    /// <param name="Location">Mean of the logarithm.</param>
    /// <param name="Deviation">Standard deviation of the logarithm.</param>
    public sealed record LogNormal(double Location, double Deviation) : Spread
    {
        /// <param name="median">Above 0.</param>
        /// <param name="mean">Above the median.</param>
        public static LogNormal OfMedian(double median, double mean) => new(Logarithms.Natural(median), Math.Sqrt(2 * Math.Max(0, Logarithms.Natural(mean / median))));

        /// <summary>The tail ends at a thousand means, so that a wide spread of long times stays within what an instant can hold.</summary>
        private readonly double _most = 1000 * Logarithms.Exponential(Location + (Deviation * Deviation / 2));

        public override double Mean => Logarithms.Exponential(Location + (Deviation * Deviation / 2));

        public override double Draw(Chance chance) => Math.Min(chance.LogNormal(Location, Deviation), _most);
    }

    public sealed record Gamma(double Shape, double Scale) : Spread
    {
        public override double Mean => Shape * Scale;

        public override double Draw(Chance chance) => chance.Gamma(Shape, Scale);
    }

    /// <summary>As values that were seen: each as likely as another.</summary>
    /// <param name="Values">At least one.</param>
    public sealed record Empirical(ImmutableArray<double> Values) : Spread
    {
        public override double Mean => Values.Sum() / Values.Length;

        public override double Draw(Chance chance) => chance.Among(Values);
    }
}
