using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis.Reports;

/// <summary>
/// Gives every person in a log a number in the order in which the file first names them: "Person 07".
/// The same export read again, or the same export grown longer, gives the same numbers; the number says nothing about how much
/// somebody works, and, unlike a hash, cannot be turned back by trying the names of a staff list.
/// </summary>
public static class Pseudonyms
{
    public static Dictionary<string, string> For(EventLog log, Language language)
    {
        var width = log.ResourceNames.Length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        var pseudonyms = new Dictionary<string, string>(log.ResourceNames.Length, StringComparer.Ordinal);
        for (var person = 0; person < log.ResourceNames.Length; person++)
        {
            var number = (person + 1).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width, '0');
            pseudonyms.Add(log.ResourceNames[person], language == Language.Chinese ? $"人员{number}" : $"Person {number}");
        }

        return pseudonyms;
    }
}
