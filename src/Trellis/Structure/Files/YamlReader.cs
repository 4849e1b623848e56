using System.Buffers;
using System.Text;
using Trellis.Structure.Findings;

namespace Trellis.Structure.Files;

/// <summary>
/// Reads the part of YAML 1.2 in which structures are written: maps, lists and scalars in block and flow style, comments,
/// one document. Every scalar is text. Tabs, anchors, aliases, tags, merge keys, nulls and further documents are refused.
/// A fault costs the entry it stands in; the rest of the file is read on, so that all faults are told at once.
/// </summary>
internal sealed class YamlReader
{
    internal const int DeepestNesting = 64;
    internal const int LongestScalar = 64 * 1024;

    private static readonly SearchValues<byte> EndOfKey = SearchValues.Create(":\n#"u8);
    private static readonly SearchValues<byte> FlowStops = SearchValues.Create(",[]{}:#\n"u8);

    private readonly SourceFile _file;
    private readonly byte[] _text;
    private readonly NodeTable _nodes;
    private readonly FindingList _findings;
    private int _at;
    private int _depth;

    private YamlReader(SourceFile file, FindingList findings)
    {
        (_file, _text, _findings) = (file, file.Bytes, findings);
        _nodes = new NodeTable(file);
        _at = file.ContentStart;
    }

    /// <summary>Reads a file; the root is a list, a map, or does not exist where the file holds nothing.</summary>
    public static Node Read(SourceFile file, FindingList findings)
    {
        if (!FileCharacters.Check(file, findings)) return default;
        return new YamlReader(file, findings).ReadDocument();
    }

    private Node ReadDocument()
    {
        if (!NextContentLine(out var column)) return default;
        if (At("---"u8) && AtBlankOrEnd(_at + 3))
        {
            _at += 3;
            if (!FinishLine()) SkipLine();
            if (!NextContentLine(out column)) return default;
        }

        if (_text[_at] == '%')
        {
            Fail(FindingCodes.OutsideTheSubset, _at, 1, new("YAML 指令（%）不允许。", "A YAML directive (%) is not allowed."), new("删去这一行。", "Delete this line."));
            return default;
        }

        if (column != 0)
        {
            Fail(FindingCodes.BrokenSyntax, _at, 1, new("第一条内容没有顶格写。", "The first entry does not begin in the first column."), new("去掉行首空格。", "Remove the spaces before it."));
            return default;
        }

        var root = AtDash() ? ReadRootList() : ReadRootMap();
        _nodes.Trim();
        return new Node(_nodes, root);
    }

    private int ReadRootList()
    {
        var list = _nodes.Add(NodeKind.List, _at, 0);
        while (NextContentLine(out var column))
        {
            var begin = _nodes.Count;
            if (column != 0)
            {
                Fail(FindingCodes.BrokenSyntax, _at, 1, new("缩进与上下文不符。", "This line is indented unlike its neighbours."), new("与同级的行对齐；顶层条目以 \"- \" 顶格开头。", "Align it with the lines of its level; entries begin with \"- \" in the first column."));
            }
            else if (AtDocumentMark()) break;
            else if (!AtDash())
            {
                Fail(FindingCodes.BrokenSyntax, _at, 1, new("这里应当是以 \"- \" 开头的条目。", "An entry that begins with \"- \" was expected here."), new("同一文件要么全是列表条目，要么是一个条目的键。", "A file holds either a list of entries or the keys of one entry."));
            }
            else if (ReadElement(0))
            {
                _nodes[list].Count++;
                continue;
            }

            _nodes.CutBackTo(begin);
            SkipToTopLevel();
        }

        Close(list);
        return list;
    }

    private int ReadRootMap()
    {
        var map = _nodes.Add(NodeKind.Map, _at, 0);
        while (NextContentLine(out var column))
        {
            var begin = _nodes.Count;
            if (column != 0)
            {
                Fail(FindingCodes.BrokenSyntax, _at, 1, new("缩进与上下文不符。", "This line is indented unlike its neighbours."), new("与同级的行对齐。", "Align it with the lines of its level."));
            }
            else if (AtDocumentMark()) break;
            else if (ReadPair(0))
            {
                _nodes[map].Count++;
                continue;
            }

            _nodes.CutBackTo(begin);
            SkipToTopLevel();
        }

        Close(map);
        return map;
    }

    /// <summary>A mark of a further document is told once, and ends the reading.</summary>
    private bool AtDocumentMark()
    {
        if (!((At("---"u8) || At("..."u8)) && AtBlankOrEnd(_at + 3))) return false;
        Fail(FindingCodes.OutsideTheSubset, _at, 3, new("一个文件只能有一份内容（--- 或 ... 之后不读）。", "A file holds one document; nothing behind --- or ... is read."), new("把后面的内容放进另一个文件。", "Put what follows into a file of its own."));
        _at = _text.Length;
        return true;
    }

    /// <summary>Invariant: stands at the first letter of a line with this column.</summary>
    private bool ReadBlock(int column)
    {
        if (++_depth > DeepestNesting) return Fail(FindingCodes.TooMuch, _at, 1, new($"嵌套超过 {DeepestNesting} 层。", $"Nested more than {DeepestNesting} deep."), new("写得平一些。", "Write it flatter."));
        var done = AtDash() ? ReadBlockList(column) : LooksLikeKey() ? ReadBlockMap(column) : ReadInline(column, inFlow: false) && FinishLine();
        _depth--;
        return done;
    }

    private bool ReadBlockList(int column)
    {
        var list = _nodes.Add(NodeKind.List, _at, 0);
        do
        {
            if (!AtDash()) return Fail(FindingCodes.BrokenSyntax, _at, 1, new("列表中这里应当是 \"- \"。", "In a list, \"- \" was expected here."), new("检查缩进。", "Check the indentation."));
            if (!ReadElement(column)) return false;
            _nodes[list].Count++;
        }
        while (NextAt(column) && AtDash());
        if (!NextIsShallower(column, allowSame: true)) return false;
        Close(list);
        return true;
    }

    private bool ReadElement(int column)
    {
        _at++;
        SkipSpaces();
        if (AtEndOfContent())
        {
            var dash = _at - 1;
            SkipLine();
            if (NextContentLine(out var inner) && inner > column) return ReadBlock(inner);
            return NoValue(dash);
        }

        return ReadBlock(ColumnHere());
    }

    private bool ReadBlockMap(int column)
    {
        var map = _nodes.Add(NodeKind.Map, _at, 0);
        do
        {
            if (AtDash()) break;
            if (!ReadPair(column)) return false;
            _nodes[map].Count++;
        }
        while (NextAt(column));
        if (!NextIsShallower(column, allowSame: false)) return false;
        Close(map);
        return true;
    }

    private bool ReadPair(int column)
    {
        var start = _at;
        if (!ReadKey(inFlow: false)) return false;
        SkipSpaces();
        if (_at < _text.Length && _text[_at] is (byte)'|' or (byte)'>') return ReadBlockScalar(column);
        if (!AtEndOfContent())
        {
            if (AtDash()) return Fail(FindingCodes.BrokenSyntax, _at, 1, new("列表不能与键写在同一行。", "A list cannot begin on the line of its key."), new("把 \"- \" 写到下一行，或用 [ ]。", "Begin it on the next line, or write it in [ ]."));
            return ReadInline(column, inFlow: false) && FinishLine();
        }

        SkipLine();
        if (NextContentLine(out var inner) && (inner > column || (inner == column && AtDash()))) return ReadBlock(inner);
        // Lines that are indented by full-width blanks seem not to be indented at all.
        return _at < _text.Length && SlipIn(_at, Math.Min(_at + 3, _text.Length), static slip => slip.Right is " ") is { } wide ? FailOfSign(wide) : NoValue(start);
    }

    private bool NoValue(int at) =>
        Fail(FindingCodes.OutsideTheSubset, at, Math.Max(1, EndOfLine(at) - at), new("这里没有值。", "There is no value here."), new("写上值，或删去这个键。", "Write a value, or delete the key."));

    private bool ReadKey(bool inFlow)
    {
        var start = _at;
        var first = _text[_at];
        if (first is (byte)'"' or (byte)'\'')
        {
            if (!ReadQuoted(first)) return false;
        }
        else
        {
            if (!CheckIndicator(inFlow)) return false;
            var end = _at;
            while (true)
            {
                var step = _text.AsSpan(end).IndexOfAny(inFlow ? FlowStops : EndOfKey);
                end = step < 0 ? _text.Length : end + step;
                if (end >= _text.Length || _text[end] == '\n' || (inFlow && _text[end] is (byte)',' or (byte)'}' or (byte)']' or (byte)'{' or (byte)'['))
                    return inFlow ? KeyWithoutValue(start, end) : NoColon(start, end);
                if (_text[end] == ':' && (AtBlankOrEnd(end + 1) || (inFlow && _text[end + 1] is (byte)',' or (byte)'}' or (byte)'[' or (byte)'{' or (byte)']'))) break;
                if (_text[end] == '#' && _text[end - 1] == ' ') return NoColon(start, end);
                end++;
            }

            var last = end;
            while (last > start && _text[last - 1] == ' ') last--;
            if (!AddScalar(NodeKind.Plain, start, last - start)) return false;
            if (last - start == 2 && _text[start] == '<' && _text[start + 1] == '<')
                return Fail(FindingCodes.OutsideTheSubset, start, 2, new("合并键（<<）不允许。", "A merge key (<<) is not allowed."), new("把要用的键写全。", "Write the keys out."));
            _at = end;
        }

        SkipSpaces();
        if (_at >= _text.Length || _text[_at] != ':') return NoColon(start, _at);
        _at++;
        if (!AtBlankOrEnd(_at) && !inFlow) return Fail(FindingCodes.BrokenSyntax, _at, 1, new("冒号后缺少空格。", "A space is missing behind the colon."), new("在冒号后加一个空格。", "Put a space behind the colon."));
        return true;
    }

    private bool NoColon(int start, int end)
    {
        end = Math.Min(Math.Max(end, start + 1), _text.Length);
        if (ColonOfAnotherKeyboard(start, end) is { } told) return told;
        return Fail(FindingCodes.BrokenSyntax, start, end - start, new($"「{Show(start, end)}」后面没有冒号。", $"There is no colon behind \"{Show(start, end)}\"."), new("写成「键: 值」；多行文字用 | 开头或加引号写在一行。", "Write key: value; put a text of several lines behind |, or in quotes on one line."));
    }

    private bool KeyWithoutValue(int start, int end)
    {
        if (ColonOfAnotherKeyboard(start, end) is { } told) return told;
        // 【a, b】 and ｛a: b｝ hold no list and no map: the value begins with the sign, and its commas divide what is around it.
        if (SlipIn(start, end, static slip => slip.Right is "]" or "}") is { } closing)
        {
            var line = StartOfLine(start);
            var opening = SlipIn(line, start, static slip => slip.Right is "[" or "{");
            return FailOfSign(opening ?? closing);
        }

        if (ThousandsIn(start) is { } sum)
            return Fail(FindingCodes.BrokenSyntax, sum.At, end - sum.At, new($"数字里的逗号在花括号里会结束一个值：「{Show(sum.At, end)}」。", $"A comma in a number ends a value in braces: \"{Show(sum.At, end)}\"."), new($"写成 {sum.Written}，数字里不用逗号。", $"Write {sum.Written}: there are no commas in numbers."));
        return Fail(FindingCodes.BrokenSyntax, start, Math.Max(1, end - start), new($"「{Show(start, end)}」是没有值的键：花括号里的逗号结束一个值。", $"\"{Show(start, end)}\" is a key without a value: in braces a comma ends a value."), new("把含逗号的文字放进引号。", "Put the text that holds the comma in quotes."));
    }

    /// <summary>Where a comma between digits was meant to divide thousands: "1,000 CNY". What stands behind the comma begins at the position.</summary>
    private (int At, string Written)? ThousandsIn(int start)
    {
        if (start < 2 || _text[start - 1] != ',' || !IsDigit(start - 2)) return null;
        var end = start;
        // 1,200,000 goes on behind the next comma.
        while (end + 3 < _text.Length && IsDigit(end) && IsDigit(end + 1) && IsDigit(end + 2) && _text[end + 3] == ',' && end + 4 < _text.Length && IsDigit(end + 4)) end += 4;
        var before = _file.Text(start, end - start).Replace(",", "", StringComparison.Ordinal);
        var behind = _file.Text(end, Math.Min(40, EndOfLine(end) - end)).Split(',', '}', ']')[0].TrimEnd();
        if (behind.Length < 3 || !behind.Take(3).All(char.IsAsciiDigit) || (behind.Length > 3 && behind[3] != ' ')) return null;
        var first = start - 2;
        while (first > 0 && (IsDigit(first - 1) || _text[first - 1] == ',')) first--;
        return (first, _file.Text(first, start - first).Replace(",", "", StringComparison.Ordinal) + before + behind);

        bool IsDigit(int at) => char.IsAsciiDigit((char)_text[at]);
    }

    /// <summary>A key that ends with a colon of a Chinese keyboard: "duty：street-lamps".</summary>
    private bool? ColonOfAnotherKeyboard(int start, int end)
    {
        // "key:　value" has its colon, and no blank behind it that counts.
        if (SlipIn(start, end, static slip => slip.Right is " ") is { } wide && wide.At > start && _text[wide.At - 1] == ':') return FailOfSign(wide);
        if (SlipIn(start, end, static slip => slip.Right is ":") is not { } colon) return null;
        foreach (var letter in _text.AsSpan(start, colon.At - start))
            if (!(char.IsAsciiLetterLower((char)letter) || char.IsAsciiDigit((char)letter) || letter is (byte)'-' or (byte)'.' or (byte)' ')) return null;
        return FailOfSign(colon);
    }

    /// <summary>A list in brackets of a Chinese keyboard, 【a, b】 or the beginning of one: what stands in them are ids, so it is no text for people.</summary>
    private bool? BracketOfAnotherKeyboard(int start, int end)
    {
        if (end - start < 4 || _text[start] < 0x80 || SlipIn(start, Math.Min(start + 3, end), static slip => slip.Right is "[" or "{") is not { } bracket || bracket.At != start) return null;
        var inner = _text.AsSpan(start + 3, end - start - 3);
        if (inner.Length > 3 && SlipIn(end - 3, end, static slip => slip.Right is "]" or "}") is { } closing && closing.At == end - 3) inner = inner[..^3];
        foreach (var letter in inner)
            if (!(char.IsAsciiLetterLower((char)letter) || char.IsAsciiDigit((char)letter) || letter is (byte)'-' or (byte)'.' or (byte)' ' or (byte)',' or (byte)'/' or (byte)'@')) return null;
        return FailOfSign(bracket);
    }

    /// <summary>A colon behind a word that a comma or a bracket of a Chinese keyboard keeps in the value before it: "{zh: 甲，en: A}".</summary>
    private bool? CommaOfAnotherKeyboard(int start, int end)
    {
        if (SlipIn(start, Math.Min(start + 3, end), static slip => slip.Right is "{" or "[") is { } bracket && bracket.At == start) return FailOfSign(bracket);
        var word = end;
        while (word > start && (char.IsAsciiLetterLower((char)_text[word - 1]) || _text[word - 1] is (byte)'-' or (byte)'.' or (byte)' ')) word--;
        if (word == end || word - 3 < start) return null;
        return SlipIn(word - 3, word, static slip => slip.Right is ",") is { } comma && comma.At == word - 3 ? FailOfSign(comma) : null;
    }

    /// <summary>The first sign of a Chinese keyboard between two places that fits; its place counts bytes.</summary>
    private (int At, ChineseSigns.Slip Slip)? SlipIn(int start, int end, Func<ChineseSigns.Slip, bool> fits)
    {
        for (var at = start; at < end;)
        {
            Rune.DecodeFromUtf8(_text.AsSpan(at, end - at), out var rune, out var length);
            if (rune.IsBmp && ChineseSigns.Of((char)rune.Value) is { } slip && fits(slip)) return (at, slip);
            at += Math.Max(1, length);
        }

        return null;
    }

    private bool FailOfSign((int At, ChineseSigns.Slip Slip) sign) => Fail(FindingCodes.BrokenSyntax, sign.At, Encoding.UTF8.GetByteCount([sign.Slip.Sign]), sign.Slip.Says, sign.Slip.Remedy);

    /// <summary>Where something else was expected and a sign of a Chinese keyboard stands.</summary>
    private bool? SignHere() => _at < _text.Length && SlipIn(_at, Math.Min(_at + 3, _text.Length), static _ => true) is { } sign && sign.At == _at ? FailOfSign(sign) : null;

    private int StartOfLine(int at)
    {
        while (at > _file.ContentStart && _text[at - 1] != '\n') at--;
        return at;
    }

    /// <summary>A value that begins on this line: flow, quoted or plain.</summary>
    private bool ReadInline(int column, bool inFlow)
    {
        switch (_text[_at])
        {
            case (byte)'{': return ReadFlowMap();
            case (byte)'[': return ReadFlowList();
            case (byte)'"' or (byte)'\'':
                return ReadQuoted(_text[_at]);
            case (byte)'|' or (byte)'>' when !inFlow:
                return ReadBlockScalar(column - 1);
            default:
                return inFlow ? ReadFlowPlain() : ReadPlain();
        }
    }

    private bool ReadPlain()
    {
        if (!CheckIndicator(inFlow: false)) return false;
        var start = _at;
        var end = start;
        while (true)
        {
            var step = _text.AsSpan(end).IndexOfAny(EndOfKey);
            end = step < 0 ? _text.Length : end + step;
            if (end >= _text.Length || _text[end] == '\n') break;
            if (_text[end] == '#' && _text[end - 1] == ' ') break;
            if (_text[end] == ':' && AtBlankOrEnd(end + 1))
                return CommaOfAnotherKeyboard(start, end) ?? Fail(FindingCodes.BrokenSyntax, end, 1, new("值里的冒号后有空格，会被读成又一个键。", "A colon with a space behind it would begin another key here."), new("把整个值放进引号。", "Put the whole value in quotes."));
            end++;
        }

        _at = end;
        while (end > start && _text[end - 1] is (byte)' ' or (byte)'\r') end--;
        return BracketOfAnotherKeyboard(start, end) ?? AddScalar(NodeKind.Plain, start, end - start);
    }

    private bool ReadFlowPlain()
    {
        if (!CheckIndicator(inFlow: true)) return false;
        var start = _at;
        var end = start;
        while (true)
        {
            var step = _text.AsSpan(end).IndexOfAny(FlowStops);
            end = step < 0 ? _text.Length : end + step;
            if (end >= _text.Length) break;
            var stop = _text[end];
            if (stop is (byte)',' or (byte)'}' or (byte)']' or (byte)'\n') break;
            if (stop is (byte)'{' or (byte)'[')
                return Fail(FindingCodes.BrokenSyntax, end, 1, new("花括号内没有引号的值里不能有 [ 或 {。", "A value without quotes in braces cannot hold [ or {."), new("把值放进引号，或改用缩进写法。", "Put the value in quotes, or write it in block style."));
            if (stop == ':' && AtBlankOrEnd(end + 1))
                return CommaOfAnotherKeyboard(start, end) ?? Fail(FindingCodes.BrokenSyntax, end, 1, new("值里的冒号后有空格，会被读成又一个键。", "A colon with a space behind it would begin another key here."), new("前面可能少了逗号；否则把值放进引号。", "A comma may be missing before it; otherwise put the value in quotes."));
            if (stop == '#' && end > start && _text[end - 1] == ' ') break;
            end++;
        }

        _at = end;
        while (end > start && _text[end - 1] is (byte)' ' or (byte)'\r') end--;
        return BracketOfAnotherKeyboard(start, end) ?? AddScalar(NodeKind.Plain, start, end - start);
    }

    private bool ReadFlowMap()
    {
        if (++_depth > DeepestNesting) return Fail(FindingCodes.TooMuch, _at, 1, new($"嵌套超过 {DeepestNesting} 层。", $"Nested more than {DeepestNesting} deep."), new("写得平一些。", "Write it flatter."));
        var open = _at++;
        var map = _nodes.Add(NodeKind.Map, open, 0);
        while (true)
        {
            if (!NextInFlow(open)) return false;
            if (_text[_at] == '}') break;
            if (_text[_at] == ',') return Fail(FindingCodes.BrokenSyntax, _at, 1, new("多了一个逗号。", "There is a comma too many."), new("删去它。", "Delete it."));
            var key = _at;
            if (!ReadKey(inFlow: true)) return false;
            if (!NextInFlow(open)) return false;
            if (_text[_at] is (byte)',' or (byte)'}') return KeyWithoutValue(key, _at - 1);
            if (!ReadInline(0, inFlow: true)) return false;
            _nodes[map].Count++;
            if (!NextInFlow(open)) return false;
            if (_text[_at] == ',') _at++;
            else if (_text[_at] != '}') return SignHere() ?? Fail(FindingCodes.BrokenSyntax, _at, 1, new("这里缺少逗号或 }。", "A comma or } is missing here."), new("含特殊符号的值放进引号。", "Put a value with special signs in quotes."));
        }

        _at++;
        _depth--;
        Close(map);
        return true;
    }

    private bool ReadFlowList()
    {
        if (++_depth > DeepestNesting) return Fail(FindingCodes.TooMuch, _at, 1, new($"嵌套超过 {DeepestNesting} 层。", $"Nested more than {DeepestNesting} deep."), new("写得平一些。", "Write it flatter."));
        var open = _at++;
        var list = _nodes.Add(NodeKind.List, open, 0);
        while (true)
        {
            if (!NextInFlow(open)) return false;
            if (_text[_at] == ']') break;
            if (_text[_at] == ',') return Fail(FindingCodes.BrokenSyntax, _at, 1, new("多了一个逗号。", "There is a comma too many."), new("删去它。", "Delete it."));
            if (!ReadInline(0, inFlow: true)) return false;
            _nodes[list].Count++;
            if (!NextInFlow(open)) return false;
            if (_text[_at] == ',') _at++;
            else if (_text[_at] != ']') return SignHere() ?? Fail(FindingCodes.BrokenSyntax, _at, 1, new("这里缺少逗号或 ]。", "A comma or ] is missing here."), new("含特殊符号的值放进引号。", "Put a value with special signs in quotes."));
        }

        _at++;
        _depth--;
        Close(list);
        return true;
    }

    /// <summary>Skips blanks, line ends and comments inside braces; false where the file ends first.</summary>
    private bool NextInFlow(int open)
    {
        while (_at < _text.Length)
        {
            var letter = _text[_at];
            if (letter is (byte)' ' or (byte)'\n' or (byte)'\r') _at++;
            else if (letter == '#' && (_at == 0 || _text[_at - 1] is (byte)' ' or (byte)'\n')) SkipLine();
            else if (_at > 0 && _text[_at - 1] == '\n' && letter is (byte)'-' && AtBlankOrEnd(_at + 1)) return Unclosed(open);
            else return true;
        }

        return Unclosed(open);
    }

    private bool Unclosed(int open)
    {
        var sign = (char)_text[open];
        return Fail(FindingCodes.BrokenSyntax, open, 1, new($"「{sign}」没有闭合。", $"\"{sign}\" is never closed."), new($"补上「{(sign == '{' ? '}' : ']')}」。", $"Add the missing \"{(sign == '{' ? '}' : ']')}\"."));
    }

    private bool ReadQuoted(byte quote)
    {
        var start = _at++;
        while (true)
        {
            var step = _text.AsSpan(_at).IndexOfAny(quote, (byte)'\n', (byte)'\\');
            if (step < 0) _at = _text.Length;
            else _at += step;
            if (_at >= _text.Length || _text[_at] == '\n')
            {
                _at = start;
                return Fail(FindingCodes.BrokenSyntax, start, 1, new("引号在本行没有闭合。", "The quote is not closed on its line."), new("补上引号；多行文字写在 | 之后。", "Close it; put a text of several lines behind |."));
            }

            if (_text[_at] == '\\')
            {
                if (quote == '"' && !CheckEscape()) return false;
                _at += quote == '"' ? 2 : 1;
                continue;
            }

            if (quote == '\'' && _at + 1 < _text.Length && _text[_at + 1] == '\'')
            {
                _at += 2;
                continue;
            }

            _at++;
            return AddScalar(quote == '"' ? NodeKind.DoubleQuoted : NodeKind.SingleQuoted, start, _at - start);
        }
    }

    private bool CheckEscape()
    {
        var sign = _at + 1 < _text.Length ? _text[_at + 1] : (byte)'\n';
        if (sign is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'n' or (byte)'t') return true;
        if (sign == 'u' && _at + 6 <= _text.Length && IsHex(_text.AsSpan(_at + 2, 4)))
        {
            var value = Convert.ToInt32(Encoding.ASCII.GetString(_text.AsSpan(_at + 2, 4)), 16);
            if (!char.IsSurrogate((char)value) && !FileCharacters.IsForbidden(value)) return true;
        }

        return Fail(FindingCodes.BrokenSyntax, _at, 2, new("双引号里不认识的转义。", "An escape that is not known in double quotes."), new("可用 \\\" \\\\ \\/ \\n \\t \\uXXXX；反斜杠本身写两个，或改用单引号。", "Known are \\\" \\\\ \\/ \\n \\t \\uXXXX; write a backslash twice, or use single quotes."));

        static bool IsHex(ReadOnlySpan<byte> digits)
        {
            foreach (var digit in digits)
                if (!char.IsAsciiHexDigit((char)digit)) return false;
            return true;
        }
    }

    /// <summary>Text in several lines behind | or &gt;; it holds all following lines that are indented deeper than its key.</summary>
    private bool ReadBlockScalar(int column)
    {
        var start = _at;
        var kind = _text[_at] == '|' ? NodeKind.Literal : NodeKind.Folded;
        _at++;
        if (_at < _text.Length && _text[_at] == '-') _at++;
        if (!FinishLine()) return false;
        var end = _at;
        while (_at < _text.Length)
        {
            var first = _at;
            while (first < _text.Length && _text[first] == ' ') first++;
            var blank = first >= _text.Length || _text[first] is (byte)'\n' or (byte)'\r';
            if (!blank && first - _at <= column) break;
            SkipLine();
            if (!blank) end = _at;
        }

        if (end > start && end <= _text.Length && _text[end - 1] == '\n') end--;
        return AddScalar(kind, start, end - start);
    }

    private bool CheckIndicator(bool inFlow)
    {
        switch (_text[_at])
        {
            case (byte)'&': return Outside(1, new("锚点（&）不允许。", "An anchor (&) is not allowed."));
            case (byte)'*': return Outside(1, new("引用（*）不允许。", "An alias (*) is not allowed."));
            case (byte)'!': return Outside(1, new("标签（!）不允许。", "A tag (!) is not allowed."));
            case (byte)'@' or (byte)'`' or (byte)'%':
                return Fail(FindingCodes.BrokenSyntax, _at, 1, new("值不能以这个符号开头。", "A value cannot begin with this sign."), new("把值放进引号。", "Put the value in quotes."));
            case (byte)'?' when AtBlankOrEnd(_at + 1):
                return Outside(1, new("复合键（?）不允许。", "A complex key (?) is not allowed."));
            case (byte)'~' when AtBlankOrEnd(_at + 1) || (inFlow && _text[_at + 1] is (byte)',' or (byte)'}' or (byte)']'):
                return Outside(1, new("空值（~）不允许。", "A null (~) is not allowed."));
            case (byte)'|' or (byte)'>' when inFlow:
                return Fail(FindingCodes.BrokenSyntax, _at, 1, new("花括号内不能写多行文字。", "A text of several lines cannot stand in braces."), new("改用缩进写法。", "Write it in block style."));
            case (byte)':' when AtBlankOrEnd(_at + 1):
                return Fail(FindingCodes.BrokenSyntax, _at, 1, new("冒号前没有键。", "There is no key before the colon."), new("写上键。", "Write the key."));
            case (byte)'}' or (byte)']' or (byte)',':
                return Fail(FindingCodes.BrokenSyntax, _at, 1, new("这个符号前面没有对应的开头。", "This sign closes or divides nothing."), new("删去它，或把值放进引号。", "Delete it, or put the value in quotes."));
            default: return true;
        }

        bool Outside(int length, Text found) => Fail(FindingCodes.OutsideTheSubset, _at, length, found, new("写出值本身；若它是文字的一部分，放进引号。", "Write the value itself; if it is part of a text, put it in quotes."));
    }

    private bool AddScalar(NodeKind kind, int start, int length)
    {
        if (length > LongestScalar) return Fail(FindingCodes.TooMuch, start, 1, new($"一个值超过 {LongestScalar / 1024} KiB。", $"One value is longer than {LongestScalar / 1024} KiB."), new("拆短，或检查是否漏了引号。", "Shorten it, or look for a missing quote."));
        _nodes.Add(kind, start, length);
        return true;
    }

    private void Close(int node)
    {
        ref var row = ref _nodes[node];
        row.End = _nodes.Count;
        var end = _at;
        while (end > row.Start && _text[end - 1] is (byte)' ' or (byte)'\n' or (byte)'\r') end--;
        // A comment or blank lines between the last value and here do not belong to it.
        if (_nodes.Count > node + 1 && row.Kind != NodeKind.Plain && _text[row.Start] is not ((byte)'{' or (byte)'['))
        {
            ref var last = ref _nodes[LastLeaf(node)];
            end = Math.Max(last.Start + last.Length, row.Start);
        }

        row.Length = end - row.Start;
    }

    /// <summary>The last direct or indirect child that already has its full length.</summary>
    private int LastLeaf(int node)
    {
        // The last child is the one whose subtree ends where this one ends.
        var child = node + 1;
        while (_nodes[child].End < _nodes[node].End) child = _nodes[child].End;
        return child;
    }

    /// <summary>Goes to the first letter of the next line that holds more than blanks and comments; tells the column it stands in.</summary>
    private bool NextContentLine(out int column)
    {
        while (_at < _text.Length)
        {
            var start = _at;
            while (start > _file.ContentStart && _text[start - 1] != '\n') start--;
            while (_at < _text.Length && _text[_at] == ' ') _at++;
            if (_at < _text.Length && _text[_at] is not ((byte)'\n' or (byte)'\r' or (byte)'#'))
            {
                column = _at - start;
                return true;
            }

            SkipLine();
        }

        column = -1;
        return false;
    }

    private bool NextAt(int column)
    {
        var here = _at;
        if (NextContentLine(out var next) && next == column && !((At("---"u8) || At("..."u8)) && column == 0 && AtBlankOrEnd(_at + 3))) return true;
        _at = here;
        return false;
    }

    /// <summary>A block ends with a line of less indentation; one in between fits nowhere.</summary>
    private bool NextIsShallower(int column, bool allowSame)
    {
        var here = _at;
        if (NextContentLine(out var next) && (next > column || (next == column && !allowSame && !AtDash() && column > 0)))
            return Fail(FindingCodes.BrokenSyntax, _at, 1, new("缩进与上下文不符。", "This line is indented unlike its neighbours."), new("与同级的行对齐。", "Align it with the lines of its level."));
        _at = here;
        return true;
    }

    private bool FinishLine()
    {
        SkipSpaces();
        if (!AtEndOfContent()) return SignHere() ?? Fail(FindingCodes.BrokenSyntax, _at, 1, new("值后面还有多余的内容。", "There is something left behind the value."), new("删去它，或把整个值放进引号。", "Delete it, or put the whole value in quotes."));
        SkipLine();
        return true;
    }

    private int ColumnHere()
    {
        var start = _at;
        while (start > _file.ContentStart && _text[start - 1] != '\n') start--;
        return _at - start;
    }

    private bool LooksLikeKey()
    {
        if (_text[_at] is (byte)'{' or (byte)'[' or (byte)'|' or (byte)'>') return false;
        if (_text[_at] is (byte)'"' or (byte)'\'')
        {
            var close = _at + 1;
            while (close < _text.Length && _text[close] != '\n' && _text[close] != _text[_at]) close += _text[close] == '\\' ? 2 : 1;
            close++;
            while (close < _text.Length && _text[close] == ' ') close++;
            return close < _text.Length && _text[close] == ':';
        }

        var end = _at;
        while (true)
        {
            var step = _text.AsSpan(end).IndexOfAny(EndOfKey);
            if (step < 0) return false;
            end += step;
            if (_text[end] == '\n') return false;
            if (_text[end] == ':' && AtBlankOrEnd(end + 1)) return true;
            if (_text[end] == '#' && _text[end - 1] == ' ') return false;
            end++;
        }
    }

    private bool AtDash() => _text[_at] == '-' && AtBlankOrEnd(_at + 1);

    private bool AtBlankOrEnd(int at) => at >= _text.Length || _text[at] is (byte)' ' or (byte)'\n' or (byte)'\r';

    /// <summary>At the end of the line, or at a comment.</summary>
    private bool AtEndOfContent() =>
        _at >= _text.Length || _text[_at] is (byte)'\n' or (byte)'\r' || (_text[_at] == '#' && (_at == 0 || _text[_at - 1] is (byte)' ' or (byte)'\n'));

    private bool At(ReadOnlySpan<byte> word) => _text.AsSpan(_at).StartsWith(word);

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }

    private void SkipLine()
    {
        var end = _text.AsSpan(_at).IndexOf((byte)'\n');
        _at = end < 0 ? _text.Length : _at + end + 1;
    }

    private int EndOfLine(int at)
    {
        var end = _text.AsSpan(at).IndexOfAny((byte)'\n', (byte)'\r');
        return end < 0 ? _text.Length : at + end;
    }

    /// <summary>Behind a fault the reading goes on at the next line that begins in the first column with something other than a closing sign.</summary>
    private void SkipToTopLevel()
    {
        _depth = 0;
        do SkipLine();
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'#' or (byte)'}' or (byte)']');
    }

    private string Show(int start, int end) => Excerpt.Of(_file.Text(start, end - start).Trim(), 40);

    private bool Fail(FindingCode code, int at, int length, Text found, Text expected)
    {
        _findings.Add(new Finding(code, new Mark(_file, Math.Min(at, _text.Length), length), found) { Expected = expected });
        return false;
    }
}
