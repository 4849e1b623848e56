using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Csv;

/// <summary>
/// Reads event logs from CSV and TSV as RFC 4180 has them: quoted fields may hold delimiters, line ends and doubled quotes;
/// a quote inside an unquoted field is a letter like any other. The delimiter (comma, semicolon, tab) is read off the header.
/// </summary>
/// <remarks>
/// One thread cuts the stream into blocks that end with a row, others find the rows of a block, one numbers the names in them.
/// Only block order, never thread order, reaches the log.
/// </remarks>
public static class CsvLogs
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>Reads UTF-8, with or without byte order mark, to the end of the stream.</summary>
    public static EventLog Read(Stream stream, LogReading reading) => Read(stream, reading, BlockSize);

    /// <summary>The same with blocks of any size, so that tests can put a cut anywhere.</summary>
    internal static EventLog Read(Stream stream, LogReading reading, int blockSize)
    {
        var rows = new RowCutter(stream, reading.Source);
        if (!rows.Next(new byte[blockSize + 1], out var firstBlock))
            throw new UnusableInput("The file is empty.", "Export the log again, with a header line that names the columns.", reading.Source);

        var layout = CsvLayout.Read(firstBlock.Bytes.AsSpan(0, firstBlock.Length), reading);
        var blocks = reading.Threads <= 1
            ? ReadAlone(rows, firstBlock, layout, reading)
            : ReadTogether(rows, firstBlock, layout, reading, blockSize);

        var notes = BadRows.Settle(blocks, reading) with { Columns = layout.ColumnsUsed };
        return LogAssembly.Assemble(blocks, reading, layout.Format, notes);
    }

    private static List<RowBlock> ReadAlone(RowCutter rows, CutBlock first, CsvLayout layout, LogReading reading)
    {
        var finder = new CsvRowFinder(layout, reading);
        var namer = new CsvRowNamer(layout);
        List<RowBlock> blocks = [];
        int[] fields = [];
        for (var block = first; ;)
        {
            var found = finder.Find(block, fields);
            blocks.Add(namer.Name(found));
            fields = found.Fields;
            if (!rows.Next(block.Bytes, out block)) return blocks;
        }
    }

    /// <summary>
    /// A line of work: this thread cuts blocks, each finder takes every n-th of them, and the namer takes what they found in the same turn.
    /// So everything that depends on order happens in file order, whoever is faster; so does the telling of the first fault.
    /// </summary>
    private static List<RowBlock> ReadTogether(RowCutter rows, CutBlock first, CsvLayout layout, LogReading reading, int blockSize)
    {
        const int Waiting = 4;
        var finders = Math.Max(1, reading.Threads - 1);
        using var stop = new CancellationTokenSource();
        using var free = new BlockingCollection<(byte[] Bytes, int[] Fields)>();
        for (var room = 0; room < finders * 2 * (Waiting + 1); room++) free.Add((new byte[blockSize + 1], []));
        var cut = new BlockingCollection<CutBlock>[finders];
        var found = new BlockingCollection<Turn>[finders];
        var work = new Task[finders + 1];
        for (var finder = 0; finder < finders; finder++)
        {
            var from = cut[finder] = new BlockingCollection<CutBlock>(Waiting);
            var to = found[finder] = new BlockingCollection<Turn>(Waiting);
            work[finder] = Start(() => FindAll(from, to, new CsvRowFinder(layout, reading), stop.Token));
        }

        var blocks = new List<RowBlock>();
        ExceptionDispatchInfo? fault = null;
        work[finders] = Start(() => fault = NameAll(found, free, blocks, new CsvRowNamer(layout), stop));

        ExceptionDispatchInfo? cutFault = null;
        try
        {
            for (var block = first; ;)
            {
                cut[block.Number % finders].Add(block, stop.Token);
                var (bytes, fields) = free.Take(stop.Token);
                if (!rows.Next(bytes, out block)) break;
                block = block with { Fields = fields };
            }
        }
        catch (OperationCanceledException)
        {
            // The namer met a fault and stopped the line; it is told below.
        }
        catch (Exception met)
        {
            cutFault = ExceptionDispatchInfo.Capture(met);
        }

        foreach (var queue in cut) queue.CompleteAdding();
        Task.WaitAll(work);
        foreach (var queue in cut) queue.Dispose();
        foreach (var queue in found) queue.Dispose();
        // What could not be cut comes after everything that was.
        fault?.Throw();
        cutFault?.Throw();
        return blocks;
    }

    /// <summary>What a finder made of its block, or the fault that stopped it.</summary>
    private readonly record struct Turn(FoundRows? Found, ExceptionDispatchInfo? Fault);

    private static void FindAll(BlockingCollection<CutBlock> cut, BlockingCollection<Turn> found, CsvRowFinder finder, CancellationToken stop)
    {
        try
        {
            foreach (var block in cut.GetConsumingEnumerable(stop))
            {
                Turn turn;
                try
                {
                    turn = new Turn(finder.Find(block, block.Fields ?? []), Fault: null);
                }
                catch (Exception met)
                {
                    turn = new Turn(Found: null, ExceptionDispatchInfo.Capture(met));
                }

                found.Add(turn, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The line was stopped.
        }
        finally
        {
            found.CompleteAdding();
        }
    }

    /// <summary>Names block after block in file order. Returns the first fault, having stopped the line; null when all went well.</summary>
    private static ExceptionDispatchInfo? NameAll(
        BlockingCollection<Turn>[] found, BlockingCollection<(byte[] Bytes, int[] Fields)> free, List<RowBlock> blocks, CsvRowNamer namer, CancellationTokenSource stop)
    {
        try
        {
            for (var turn = 0; found[turn % found.Length].TryTake(out var next, Timeout.Infinite); turn++)
            {
                next.Fault?.Throw();
                blocks.Add(namer.Name(next.Found!));
                free.Add((next.Found!.Cut.Bytes, next.Found.Fields));
            }

            return null;
        }
        catch (Exception met)
        {
            stop.Cancel();
            return ExceptionDispatchInfo.Capture(met);
        }
    }

    private static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

/// <summary>A stretch of the file that ends with a whole row (or with the file).</summary>
/// <param name="Fields">Room for the fields of its rows, where some was used before.</param>
internal readonly record struct CutBlock(int Number, byte[] Bytes, int Length, long LinesBefore, int[]? Fields = null);

/// <summary>Cuts a stream into blocks of whole rows, minding line ends inside quotes.</summary>
internal sealed class RowCutter(Stream stream, string source)
{
    private byte[] _rest = [];
    private int _restLength;
    private int _number;
    private bool _ended;
    private long _linesBefore;
    private byte _delimiter;

    /// <summary>Fills the buffer, or a longer one if a row needs it. False at the end of the stream.</summary>
    public bool Next(byte[] buffer, out CutBlock block)
    {
        block = default;
        if (_ended && _restLength == 0) return false;
        if (buffer.Length < _restLength + 2) buffer = new byte[Math.Max(_restLength * 2, buffer.Length)];
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var length = _restLength;
        _restLength = 0;

        while (true)
        {
            // One byte stays free for the line end that a last row may lack.
            while (!_ended && length < buffer.Length - 1)
            {
                var read = stream.Read(buffer, length, buffer.Length - 1 - length);
                if (read == 0) _ended = true;
                length += read;
            }

            if (_number == 0)
            {
                length = DropByteOrderMark(buffer, length);
                _delimiter = CsvLayout.DelimiterOf(buffer.AsSpan(0, length));
            }

            if (_ended)
            {
                if (length == 0) return false;
                if (buffer[length - 1] != '\n') buffer[length++] = (byte)'\n';
                block = new CutBlock(_number++, buffer, length, _linesBefore);
                return true;
            }

            var end = LastRowEnd(buffer.AsSpan(0, length), out var openQuote);
            if (end > 0)
            {
                KeepRest(buffer, end, length);
                block = new CutBlock(_number++, buffer, end, _linesBefore);
                _linesBefore += buffer.AsSpan(0, end).Count((byte)'\n');
                return true;
            }

            if (buffer.Length > LogReading.LongestRow)
            {
                throw openQuote >= 0
                    ? new UnusableInput(
                        $"A quote opens on line {_linesBefore + 1 + buffer.AsSpan(0, openQuote).Count((byte)'\n'):N0} and is not closed within 64 MiB.",
                        "Close it, or double it (\"\") if it belongs to the text.", source)
                    : new UnusableInput($"Line {_linesBefore + 1:N0} is longer than 64 MiB.", "This does not look like a log: check that it is the file you meant.", source);
            }

            Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, buffer.Length * 2L));
        }
    }

    private static int DropByteOrderMark(byte[] buffer, int length)
    {
        if (length < 3 || buffer[0] != 0xEF || buffer[1] != 0xBB || buffer[2] != 0xBF) return length;
        buffer.AsSpan(3, length - 3).CopyTo(buffer);
        return length - 3;
    }

    private void KeepRest(byte[] buffer, int end, int length)
    {
        _restLength = length - end;
        if (_rest.Length < _restLength) _rest = new byte[Math.Max(_restLength, 64 * 1024)];
        buffer.AsSpan(end, _restLength).CopyTo(_rest);
    }

    /// <summary>One past the last line end outside quotes; 0 if there is none. A quote opens a field only at its beginning.</summary>
    private int LastRowEnd(ReadOnlySpan<byte> text, out int openQuote)
    {
        openQuote = -1;
        var at = 0;
        while (true)
        {
            var quote = text[at..].IndexOf((byte)'"');
            if (quote < 0) return text.LastIndexOf((byte)'\n') is var last && last >= at ? last + 1 : LineEndBefore(text, at);
            quote += at;
            if (quote > 0 && text[quote - 1] != _delimiter && text[quote - 1] != '\n')
            {
                at = quote + 1;
                continue;
            }

            // Inside quotes until a quote that is not doubled.
            var inside = quote + 1;
            while (true)
            {
                var close = text[inside..].IndexOf((byte)'"');
                if (close < 0)
                {
                    openQuote = quote;
                    return LineEndBefore(text, quote);
                }

                inside += close + 1;
                if (inside >= text.Length)
                {
                    // The buffer ends right after a quote; whether it is doubled is not known yet.
                    openQuote = quote;
                    return LineEndBefore(text, quote);
                }

                if (text[inside] != '"') break;
                inside++;
            }

            at = inside;
        }
    }

    private int LineEndBefore(ReadOnlySpan<byte> text, int at)
    {
        // Everything before an opening quote of the current row is outside quotes up to the row's own beginning,
        // but earlier fields of the same row may hold quoted line ends: walk forward once to be exact.
        var end = 0;
        var position = 0;
        while (position < at)
        {
            var next = text[position..at].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0) break;
            position += next;
            if (text[position] == '\n')
            {
                end = ++position;
                continue;
            }

            if (position > 0 && text[position - 1] != _delimiter && text[position - 1] != '\n')
            {
                position++;
                continue;
            }

            position++;
            while (position < at)
            {
                var close = text[position..at].IndexOf((byte)'"');
                if (close < 0) return end;
                position += close + 1;
                if (position >= at || text[position] != '"') break;
                position++;
            }
        }

        return end;
    }
}
