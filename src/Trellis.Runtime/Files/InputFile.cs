using System.IO.Compression;
using System.Text;

namespace Trellis.Runtime.Files;

/// <summary>Opens what a user pointed at for reading: a file or standard input, unpacked where it is gzip, turned into UTF-8 where it is not.</summary>
public sealed class InputFile : IDisposable
{
    private const int TooManyLinks = 40; // ELOOP

    private readonly PassedBytes _passed;

    private InputFile(string source, Stream content, PassedBytes passed, long? length)
    {
        Source = source;
        Content = content;
        _passed = passed;
        Length = length;
    }

    /// <summary>What messages and reports call it: the file's name without its folder.</summary>
    public string Source { get; }

    public Stream Content { get; }

    /// <summary>Bytes of the file itself, null where that is not known before its end.</summary>
    public long? Length { get; }

    /// <summary>How many of them were read so far; may be asked from another thread.</summary>
    public long Passed => _passed.Count;

    /// <param name="path">A path, or "-" for standard input.</param>
    /// <param name="standardInput">Where "-" reads from.</param>
    /// <param name="encoding">The encoding of the text, null for UTF-8 (or what the format says itself).</param>
    public static InputFile Open(string path, Stream standardInput, Encoding? encoding = null)
    {
        if (path.Length == 0) throw new UnusableInput("The name given as LOG is empty.", "Name a file, or - for standard input.");
        var source = path == "-" ? "standard input" : Path.GetFileName(path);
        Stream raw;
        long? length = null;
        if (path == "-") raw = standardInput;
        else
        {
            if (Directory.Exists(path)) throw new UnusableInput("This is a folder, not a file.", "Name one file in it.", path);
            try
            {
                var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
                raw = file;
                if (file.CanSeek && file.Length > 0) length = file.Length;
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new UnusableInput("There is no such file.", Suggest(path), path, fault);
            }
            catch (UnauthorizedAccessException fault)
            {
                throw new UnusableInput("This file may not be read.", "Ask its owner for the right to read it, or copy it to where you have it.", path, fault);
            }
            catch (IOException fault) when (fault is PathTooLongException || (fault.HResult & 0xFFFF) == TooManyLinks)
            {
                throw new UnusableInput("This name leads nowhere: it is too long, or its links go round in a circle.", "Check the path.", path, fault);
            }
            catch (IOException fault)
            {
                throw new MachineFault($"{path} cannot be opened: {fault.Message}", "Check the disk or the network drive it lies on.", fault);
            }
        }

        var passed = new PassedBytes(raw);
        var (content, gzip) = Unpack(passed, source);
        if (gzip && source.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) is false && path == "-") source = "standard input (gzip)";
        if (encoding is not null) content = Transcode(content, encoding, source);
        return new InputFile(source, content, passed, length);
    }

    public void Dispose() => Content.Dispose();

    private static DecodedContent Transcode(Stream content, Encoding encoding, string source)
    {
        var looked = new PassedBytes(content);
        var first = new byte[64];
        var length = looked.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        looked.PutBack(first.AsSpan(0, length));
        if (first.AsSpan(0, length).TrimStart(" \t\r\n"u8).StartsWith("<"u8))
            throw new UnusableInput("A file in XML says itself how it is encoded.", "Leave out --encoding.", source);
        return new DecodedContent(Encoding.CreateTranscodingStream(looked, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)), encoding, source);
    }

    private static (Stream Content, bool Gzip) Unpack(PassedBytes raw, string source)
    {
        var first = new byte[2];
        var length = raw.ReadAtLeast(first, 2, throwOnEndOfStream: false);
        raw.PutBack(first.AsSpan(0, length));
        if (length < 2 || first[0] != 0x1F || first[1] != 0x8B) return (raw, false);

        // Without it, .NET takes a compressed file that was cut off for one that ends there.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);
        return (new GzipContent(raw, source), true);
    }

    private static string Suggest(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is null || !Directory.Exists(folder)) return $"There is no folder {folder} either; check the path.";
            var names = Directory.EnumerateFiles(folder).Take(2_000).Select(static file => Path.GetFileName(file));
            return NearNames.Nearest(Path.GetFileName(path), names) is { } near ? $"Did you mean {near}?" : "Check the path and its spelling.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "Check the path and its spelling.";
        }
    }

    /// <summary>Counts what passes, and can take back what was read for a first look.</summary>
    private sealed class PassedBytes(Stream inner) : ReadOnlyStream
    {
        private byte[] _back = [];
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void PutBack(ReadOnlySpan<byte> bytes) => _back = bytes.ToArray();

        public override int Read(Span<byte> buffer)
        {
            if (_back.Length > 0)
            {
                var from = Math.Min(buffer.Length, _back.Length);
                _back.AsSpan(0, from).CopyTo(buffer);
                _back = _back[from..];
                return from;
            }

            int read;
            try
            {
                read = inner.Read(buffer);
            }
            catch (IOException fault)
            {
                throw new MachineFault($"Reading stopped: {fault.Message}", "Check the disk or the line the data comes over.", fault);
            }

            Interlocked.Add(ref _count, read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Unpacks gzip and says in words when it is cut off or damaged.</summary>
    private sealed class GzipContent(PassedBytes raw, string source) : ReadOnlyStream
    {
        private readonly GZipStream _unpacked = new(new TailOf(raw), CompressionMode.Decompress);
        private long _count;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                var read = _unpacked.Read(buffer);
                _count += read;
                return read;
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
            {
                throw new UnusableInput(
                    $"The compressed file is cut off or damaged after {_count:N0} bytes of content.",
                    "Copy or download it again in full; gzip -t FILE tells whether it is whole.", source, fault);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) _unpacked.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Says in words when the text is not in the encoding it was said to be in.</summary>
    private sealed class DecodedContent(Stream decoded, Encoding encoding, string source) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return decoded.Read(buffer);
            }
            catch (DecoderFallbackException fault)
            {
                var bytes = fault.BytesUnknown is { Length: > 0 } unknown ? Convert.ToHexString(unknown) : "some";
                throw new UnusableInput(
                    $"The text is not in {encoding.WebName.ToUpperInvariant()} (bytes {bytes} do not fit).", "Name the encoding it really has; without --encoding it is read as UTF-8.", source, fault);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) decoded.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Keeps GZipStream's own small reads off the file.</summary>
    private sealed class TailOf(Stream inner) : ReadOnlyStream
    {
        private readonly byte[] _buffer = new byte[256 * 1024];
        private int _at;
        private int _length;

        public override int Read(Span<byte> buffer)
        {
            if (_at == _length)
            {
                _length = inner.Read(_buffer);
                _at = 0;
                if (_length == 0) return 0;
            }

            var count = Math.Min(buffer.Length, _length - _at);
            _buffer.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
