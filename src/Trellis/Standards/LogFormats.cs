using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Csv;

namespace Trellis.Standards;

public static class LogFormats
{
    public static EventLog Read(Stream stream, LogReading reading) => CsvLogs.Read(stream, reading);
}
