using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Xml;

namespace Trellis.Standards.Xes;

/// <summary>
/// Reads XES event logs (IEEE 1849-2016, and the versions 1.0 and 2.0 before it) as they stream in, with any namespace or none.
/// One trace is one case. An event attribute is the column KEY, a trace attribute the column case:KEY.
/// </summary>
/// <remarks>
/// <para>Globals: a log declares attributes that every event or trace has, each with a value that matters only where somebody must make up
/// an event or trace without one (section 4.3). They are read as names, never as values: their "UNKNOWN" and 1970-01-01 are nobody's work.
/// OpenXES and PM4Py do the same.</para>
/// <para>Traces of the same name are one case, because the name is all there is to tell cases apart
/// (PM4Py does so in its tables). A trace without a name is called after its position: "trace 12". Both are counted.</para>
/// <para>Where an event states a key twice, the later counts; an empty value is none. Attributes inside attributes say something
/// about the outer attribute, not about the event, and are passed over.</para>
/// </remarks>
public static class XesLogs
{
    /// <summary>Reads to the end of the stream. The encoding is the one that the file declares, or its byte order mark shows.</summary>
    public static EventLog Read(Stream stream, LogReading reading) =>
        XmlInput.Read(stream, reading.Source, XesWords.Table(), input =>
        {
            input.EnterLog();
            var log = new XesReader(input, reading, new SkippedElements());
            if (!input.Xml.IsEmptyElement) while (input.NextChild()) log.Take();
            return log.Finish();
        });
}

/// <summary>The words of the format, as the one reference by which the parser knows them.</summary>
internal static class XesWords
{
    public const string Trace = "trace", Event = "event", Global = "global", Classifier = "classifier", Extension = "extension";
    public const string Key = "key", Value = "value", Name = "name", Keys = "keys", Scope = "scope";
    public const string Text = "string", Date = "date", Int = "int", Float = "float", Boolean = "boolean", Id = "id", List = "list", Container = "container";

    public static System.Xml.NameTable Table()
    {
        var table = new System.Xml.NameTable();
        foreach (var word in (ReadOnlySpan<string>)
            [Trace, Event, Global, Classifier, Extension, Key, Value, Name, Keys, Scope, Text, Date, Int, Float, Boolean, Id, List, Container])
            table.Add(word);
        return table;
    }

    /// <summary>True for the names of the attribute elements. The name must come out of a parser that uses <see cref="Table"/>.</summary>
    public static bool IsAttribute(string name) =>
        Is(name, Text) || Is(name, Date) || Is(name, Int) || Is(name, Float) || Is(name, Boolean) || Is(name, Id) || Is(name, List) || Is(name, Container);

    public static bool Is(string name, string word) => ReferenceEquals(name, word);

    /// <summary>True for a child of log that only XES has there.</summary>
    public static bool IsTelling(string name) =>
        Is(name, Trace) || Is(name, Event) || Is(name, Global) || Is(name, Classifier) || Is(name, Extension) || IsAttribute(name);
}
