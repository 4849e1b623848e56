using System.Text;

namespace Trellis.Tests.Architecture;

/// <summary>
/// C# source with its comments and the letters of its texts blanked out, line for line, so that words in it are code.
/// What stands in the holes of interpolated texts is code too and stays.
/// </summary>
internal sealed class SourceCode
{
    private readonly string _source;
    private readonly StringBuilder _code;
    private int _at;

    private SourceCode(string source) => (_source, _code) = (source, new StringBuilder(source.Length));

    public static string Of(string source)
    {
        var reader = new SourceCode(source);
        while (reader._at < source.Length) reader.ReadCode(closing: 0);
        return reader._code.ToString();
    }

    public static int LineOf(string text, int position) => 1 + text.AsSpan(0, position).Count('\n');

    /// <summary>Reads to the end, or, inside a hole, to that many closing braces.</summary>
    private void ReadCode(int closing)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            if (closing > 0 && depth == 0 && Run('}') >= closing)
            {
                Keep(closing);
                return;
            }

            if (closing > 0 && depth == 0 && _source[_at] == ':' && !Here("::"))
            {
                // The format of a hole, up to its brace.
                while (_at < _source.Length && _source[_at] != '}') Blank(1);
            }
            else if (Here("::")) Keep(2);
            else if (Here("//")) BlankTo("\n", inclusive: false);
            else if (Here("/*")) BlankTo("*/", inclusive: true);
            else if (_source[_at] == '\'') ReadQuoted('\'');
            else if (BeginsText(out var dollars, out var verbatim)) ReadText(dollars, verbatim);
            else
            {
                if (_source[_at] is '(' or '[' or '{') depth++;
                else if (_source[_at] is ')' or ']' or '}') depth--;
                Keep(1);
            }
        }
    }

    private bool BeginsText(out int dollars, out bool verbatim)
    {
        (dollars, verbatim) = (0, false);
        var at = _at;
        for (; at < _source.Length && _source[at] is '$' or '@'; at++)
        {
            if (_source[at] == '$') dollars++;
            else verbatim = true;
        }

        if (at >= _source.Length || _source[at] != '"') return false;
        Blank(at - _at);
        return true;
    }

    private void ReadText(int dollars, bool verbatim)
    {
        var quotes = Run('"');
        if (quotes >= 3)
        {
            Blank(quotes);
            while (_at < _source.Length && Run('"') < quotes)
            {
                if (dollars > 0 && Run('{') >= dollars)
                {
                    Blank(Run('{'));
                    ReadCode(dollars);
                }
                else Blank(1);
            }

            Blank(Run('"'));
            return;
        }

        if (quotes == 2)
        {
            Blank(2);
            if (!verbatim || _at >= _source.Length || _source[_at] != '"') return;
        }
        else Blank(1);

        while (_at < _source.Length)
        {
            if (!verbatim && _source[_at] == '\\') Blank(2);
            else if (verbatim && Here("\"\"")) Blank(2);
            else if (_source[_at] == '"')
            {
                Blank(1);
                return;
            }
            else if (dollars > 0 && Here("{{")) Blank(2);
            else if (dollars > 0 && _source[_at] == '{')
            {
                Blank(1);
                ReadCode(closing: 1);
            }
            else Blank(1);
        }
    }

    private void ReadQuoted(char quote)
    {
        Blank(1);
        while (_at < _source.Length && _source[_at] != quote) Blank(_source[_at] == '\\' ? 2 : 1);
        Blank(1);
    }

    private bool Here(string word) => string.CompareOrdinal(_source, _at, word, 0, word.Length) == 0;

    private int Run(char letter)
    {
        var end = _at;
        while (end < _source.Length && _source[end] == letter) end++;
        return end - _at;
    }

    private void BlankTo(string end, bool inclusive)
    {
        var found = _source.IndexOf(end, _at + (inclusive ? 2 : 0), StringComparison.Ordinal);
        Blank((found < 0 ? _source.Length : found + (inclusive ? end.Length : 0)) - _at);
    }

    private void Keep(int count)
    {
        for (; count > 0 && _at < _source.Length; count--) _code.Append(_source[_at++]);
    }

    private void Blank(int count)
    {
        for (; count > 0 && _at < _source.Length; count--)
        {
            _code.Append(_source[_at] is '\n' or '\r' ? _source[_at] : ' ');
            _at++;
        }
    }
}
