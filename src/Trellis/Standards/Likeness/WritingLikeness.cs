using System.Globalization;
using System.Xml;
using Trellis.Simulation;
using Trellis.Simulation.Likeness;
using Trellis.Standards.Work;

namespace Trellis.Standards.Likeness;

/// <summary>
/// Writes work that was simulated in the likeness of a log, as others read event logs. Times stand on the clock of the log. What people are said to have done they have not done:
/// they go by number unless somebody asks for their names.
/// </summary>
public static class WritingLikeness
{
    public static void Write(WorkFormat format, FittedWork fit, Period period, Seed seed, bool names, Stream to) =>
        WritingWork.Write(format, new Cases(fit, period, seed, names), to, begins: fit.Log.Begins.Length > 0);

    /// <summary>OCEL goes through the cases twice; each time the same run is made anew, so that none is held.</summary>
    private sealed class Cases(FittedWork fit, Period period, Seed seed, bool names) : IEnumerable<WorkCase>
    {
        private readonly string[] _activities = [.. fit.Log.Activities.Select(Plain)];
        private readonly string[] _groups = [.. fit.Log.Groups.Select(Plain)];

        public IEnumerator<WorkCase> GetEnumerator()
        {
            var position = 0L;
            var width = fit.Log.Resources.Count.ToString(CultureInfo.InvariantCulture).Length;
            foreach (var one in LivingOn.Run(fit, period, seed))
            {
                var events = new List<WorkEvent>(one.Events.Count);
                foreach (var step in one.Events)
                {
                    var begin = fit.Log.Begins.Length > 0 && step.Begin != RecordedWork.NoTime ? At(step.Begin) : (DateTimeOffset?)null;
                    events.Add(new WorkEvent(position++, _activities[step.Activity], null, At(step.End), step.Group < 0 ? "" : _groups[step.Group], Person(step.Resource, width)) { Begin = begin });
                }

                yield return new WorkCase(string.Create(CultureInfo.InvariantCulture, $"simulated-{one.Number}"), "simulated", null, events);
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private string Person(int resource, int width) =>
            resource < 0 ? "" : names ? Plain(fit.Log.Resources[resource]) : $"Person {(resource + 1).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0')}";

        /// <summary>A name without the signs that no XML may hold.</summary>
        private static string Plain(string name) => name.All(XmlConvert.IsXmlChar) ? name : string.Concat(name.Select(static sign => XmlConvert.IsXmlChar(sign) || char.IsSurrogate(sign) ? sign : '\uFFFD'));

        private static DateTimeOffset At(long time) => new(time * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
