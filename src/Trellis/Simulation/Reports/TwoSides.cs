namespace Trellis.Simulation.Reports;

/// <summary>Two lots of durations that are held beside each other: as it is and as it would be, or a log and its likeness.</summary>
/// <param name="Name">What took so long.</param>
/// <param name="First">Seconds, from the shortest to the longest.</param>
/// <param name="Second">Seconds, from the shortest to the longest.</param>
public sealed record TwoSpreads(Text Name, IReadOnlyList<double> First, IReadOnlyList<double> Second);

/// <summary>Two courses over the same time: how many wait, how many arrive.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="From">The first day.</param>
/// <param name="StepDays">Days from one figure to the next.</param>
/// <param name="First">By step; not empty.</param>
/// <param name="Second">By step; empty where there is only one side.</param>
public sealed record TwoCourses(Text Name, DateOnly From, int StepDays, IReadOnlyList<double> First, IReadOnlyList<double> Second);

/// <summary>What the two sides are called; null where there is only one.</summary>
public sealed record SideNames(Text First, Text? Second);
