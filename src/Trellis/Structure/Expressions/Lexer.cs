using System.Globalization;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>Cuts the text of an expression into words. Stops at the first letter that belongs to none.</summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _at;
    private ExpressionFault? _fault;

    private Lexer(string text) => _text = text;

    /// <summary>The words, the last of them <see cref="TokenKind.End"/>; with the fault where the text ends early.</summary>
    public static (List<Token> Tokens, ExpressionFault? Fault) Read(string text)
    {
        var lexer = new Lexer(text);
        while (lexer._fault is null && lexer.ReadOne()) { }
        lexer._tokens.Add(new Token(TokenKind.End, new Extent(text.Length, 0), ""));
        return (lexer._tokens, lexer._fault);
    }

    private char Here => Ahead(0);

    private char Ahead(int count) => _at + count < _text.Length ? _text[_at + count] : '\0';

    private bool ReadOne()
    {
        while (IsSpace(Here)) _at++;
        if (_at >= _text.Length) return false;
        if (IsSmall(Here) || IsLarge(Here)) ReadWord();
        else if (IsDigit(Here)) ReadNumber(negative: false);
        else if (Here == '"') ReadText();
        else ReadSymbol();
        return true;
    }

    private void ReadWord()
    {
        var start = _at;
        var small = true;
        while (true)
        {
            if (IsSmall(Here) || IsDigit(Here)) _at++;
            else if (IsLarge(Here) || Here == '_')
            {
                small = false;
                _at++;
            }
            else if (Here == '-' && (IsSmall(Ahead(1)) || IsLarge(Ahead(1)) || IsDigit(Ahead(1)))) _at++;
            else if (Here == '.' && (IsSmall(Ahead(1)) || IsLarge(Ahead(1)))) _at++;
            else break;
        }

        if (Here == '-')
        {
            FaultOfMinus(_text[start.._at], Rest(_at + 1));
            return;
        }

        Add(small ? TokenKind.Name : TokenKind.Word, start);
    }

    /// <summary>Numbers, days (2026-07-01) and times of day (22:00).</summary>
    private void ReadNumber(bool negative)
    {
        var start = _at;
        if (negative) _at++;
        var first = _at;
        while (IsDigit(Here)) _at++;
        var whole = _at - first;
        if (!negative && Here == '-' && IsDigit(Ahead(1)) && whole == 4)
        {
            ReadDay(start);
            return;
        }

        if (!negative && Here == ':' && IsDigit(Ahead(1)))
        {
            ReadTime(start);
            return;
        }

        if (Here == '.' && IsDigit(Ahead(1)))
        {
            _at++;
            while (IsDigit(Here)) _at++;
        }

        var written = _text[start.._at];
        var decimals = written.IndexOf('.') is var point and >= 0 ? written.Length - point - 1 : 0;
        if (Here == '-' && !IsSpace(Ahead(1))) FaultOfMinus(written, Rest(_at + 1));
        else if (IsSmall(Here) || IsLarge(Here) || Here == '%' || char.IsLetter(Here))
        {
            var unit = Here == '%' ? "%" : Rest(_at);
            Fail(new Extent(start, _at - start + unit.Length), written + unit, new("数字、空格、单位", "number, space, unit"),
                new($"数字和单位之间要有空格。", "A space stands between a number and its unit."), new Text($"请写「{written} {unit}」。", $"Write \"{written} {unit}\"."));
        }
        else if (whole > 1 && _text[first] == '0')
            Fail(new Extent(start, _at - start), written, new("不以零开头的数字", "a number that does not begin with zero"),
                new($"数字「{Excerpt.Of(written, 40)}」以零开头。", $"The number \"{Excerpt.Of(written, 40)}\" begins with zero."),
                new Text("编码要放在引号里，例如 \"0012\"；日期写作 2026-07-01。", "A code stands in quotes, such as \"0012\"; a day is written 2026-07-01."));
        else if (whole > AmountText.MostDigits || decimals > AmountText.MostDecimals)
            Fail(new Extent(start, _at - start), Excerpt.Of(written, 40), new($"小数点前最多 {AmountText.MostDigits} 位，后最多 {AmountText.MostDecimals} 位", $"at most {AmountText.MostDigits} digits before the point and {AmountText.MostDecimals} behind it"),
                new($"数字的位数太多。小数点前最多 {AmountText.MostDigits} 位，后最多 {AmountText.MostDecimals} 位。", $"The number has too many digits: at most {AmountText.MostDigits} stand before the point and {AmountText.MostDecimals} behind it."));
        else
        {
            var value = decimal.Parse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            _tokens.Add(new Token(TokenKind.Number, new Extent(start, _at - start), written, Plain(value)));
        }
    }

    /// <summary>The same number without closing zeros, and without a sign on zero.</summary>
    internal static decimal Plain(decimal value) => value == 0 ? 0m : value / 1.0000000000000000000000000000m;

    private void ReadDay(int start)
    {
        while (IsDigit(Here) || Here == '-') _at++;
        var written = _text[start.._at];
        if (!char.IsLetter(Here) && DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            _tokens.Add(new Token(TokenKind.Day, new Extent(start, _at - start), written, day.DayNumber));
        else
            Fail(new Extent(start, _at - start), Excerpt.Of(written, 40), new("日期，如 2026-07-01", "a day such as 2026-07-01"),
                new($"「{Excerpt.Of(written, 40)}」不是日期。", $"\"{Excerpt.Of(written, 40)}\" is no day."),
                new Text("日期写作 2026-07-01；减号两边要有空格。", "A day is written 2026-07-01; a minus stands between spaces."));
    }

    private void ReadTime(int start)
    {
        while (IsDigit(Here) || Here == ':') _at++;
        var written = _text[start.._at];
        if (!char.IsLetter(Here) && TimeOnly.TryParseExact(written, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            _tokens.Add(new Token(TokenKind.Time, new Extent(start, _at - start), written, time.Ticks));
        else
            Fail(new Extent(start, _at - start), Excerpt.Of(written, 40), new("时刻，如 22:00", "a time of day such as 22:00"),
                new($"「{Excerpt.Of(written, 40)}」不是时刻。", $"\"{Excerpt.Of(written, 40)}\" is no time of day."),
                new Text("时刻写作 06:30 或 22:00。", "A time of day is written 06:30 or 22:00."));
    }

    /// <summary>A text between quotes; a quote inside is written twice. There is no other sign of escape, because YAML has its own.</summary>
    private void ReadText()
    {
        var start = _at++;
        var letters = new System.Text.StringBuilder();
        while (_at < _text.Length)
        {
            if (Here == '"')
            {
                if (Ahead(1) != '"')
                {
                    _at++;
                    _tokens.Add(new Token(TokenKind.Text, new Extent(start, _at - start), letters.ToString()));
                    return;
                }

                _at++;
            }
            else if (char.IsControl(Here) || (char.IsSurrogate(Here) && !IsPair()))
            {
                Fail(new Extent(_at, 1), Excerpt.Of(Here.ToString(), 1), new("可见的字符", "characters that can be seen"),
                    new("引号里的文字含有控制字符。", "The text in quotes holds a control character."), new Text("请删去它，文字写在一行里。", "Remove it, and write the text on one line."));
                return;
            }

            letters.Append(_text[_at++]);
        }

        Fail(new Extent(start, _text.Length - start), Excerpt.Of(_text[start..], 40), new("结尾的引号", "a closing quote"),
            new("文字没有结尾的引号。", "The text has no closing quote."), new Text("请在文字后面加 \"。", "Put \" behind the text."));

        bool IsPair() => char.IsHighSurrogate(Here) ? char.IsLowSurrogate(Ahead(1)) : _at > start && char.IsHighSurrogate(_text[_at - 1]);
    }

    private void ReadSymbol()
    {
        if (Here == '-')
        {
            ReadMinus();
            return;
        }

        var two = _at + 1 < _text.Length ? _text.Substring(_at, 2) : "";
        if (two is "==" or "&&" or "||" or "<>" or "=<" or "=>" or "**" or "//")
        {
            var (right, zh, en) = two switch
            {
                "==" => ("=", "相等", "equal"),
                "&&" => ("and", "并且", "and"),
                "||" => ("or", "或者", "or"),
                "<>" => ("!=", "不等", "not equal"),
                "=<" => ("<=", "不超过", "at most"),
                "=>" => (">=", "不低于", "at least"),
                "**" => ("*", "乘", "times"),
                _ => ("/", "除", "divided by"),
            };
            FailAsWritten(two, right, zh, en);
            return;
        }

        if (two is "!=" or "<=" or ">=" or "..")
        {
            _at += 2;
            _tokens.Add(new Token(TokenKind.Symbol, new Extent(_at - 2, 2), two));
            return;
        }

        if ("()[],.=<>+*/%".Contains(Here, StringComparison.Ordinal))
        {
            _at++;
            Add(TokenKind.Symbol, _at - 1);
            return;
        }

        if (Here is not ('－' or '—' or '–') && ChineseSigns.Of(Here) is { } slip) FailOfSign(slip);
        else if (Instead(Here) is { } instead) FailAsWritten(Here.ToString(), instead.Right, instead.Zh, instead.En);
        else
        {
            var length = char.IsHighSurrogate(Here) && char.IsLowSurrogate(Ahead(1)) ? 2 : 1;
            var end = _at + length;
            if (char.IsLetter(Here)) end = _at + Rest(_at).Length;
            var found = Excerpt.Of(_text[_at..end], 20);
            Fail(new Extent(_at, end - _at), found, new("名称、数字、引号里的文字或运算符", "a name, a number, a text in quotes or an operator"),
                new($"「{found}」不属于表达式。", $"\"{found}\" does not belong in an expression."),
                found is "是" or "否"
                    ? new Text($"是写作 yes，否写作 no。", "Write yes for 是, no for 否.")
                    : new Text("名称用标识（小写拉丁字母、数字、连字符），文字放在英文引号里。", "Names are ids of small Latin letters, digits and hyphens; texts stand in plain quotes."));
        }
    }

    /// <summary>Hyphens belong to names, so minus stands between spaces. Directly before a number that begins an operand it is the sign of the number.</summary>
    private void ReadMinus()
    {
        if (IsDigit(Ahead(1)) && OperandMayBegin())
        {
            ReadNumber(negative: true);
            return;
        }

        var spaced = (_at == 0 || IsSpace(_text[_at - 1])) && (IsSpace(Ahead(1)) || _at + 1 >= _text.Length);
        if (spaced || OperandMayBegin())
        {
            _at++;
            Add(TokenKind.Symbol, _at - 1);
        }
        else FaultOfMinus(_tokens[^1].Kind == TokenKind.Text ? $"\"{_tokens[^1].Text}\"" : _tokens[^1].Text, Rest(_at + 1));
    }

    private bool OperandMayBegin() => _tokens.Count == 0 || _tokens[^1] switch
    {
        { Kind: TokenKind.Symbol, Text: ")" or "]" or "%" } => false,
        { Kind: TokenKind.Symbol } => true,
        { Kind: TokenKind.Name, Text: "and" or "or" or "not" or "in" or "if" or "then" or "else" or "where" } => true,
        _ => false,
    };

    /// <summary>What people write instead of the signs of the language, by hand or by an editor that means well.</summary>
    private static (string Right, string Zh, string En)? Instead(char letter) => letter switch
    {
        '„' or '«' or '»' or '\'' or '`' => ("\"", "引号", "a quote"),
        '≥' or '⩾' or '≧' => (">=", "不低于", "at least"),
        '≤' or '⩽' or '≦' => ("<=", "不超过", "at most"),
        '≠' => ("!=", "不等", "not equal"),
        '×' or '·' or '∙' => ("*", "乘", "times"),
        '÷' => ("/", "除", "divided by"),
        '＋' => ("+", "加", "plus"),
        '－' or '−' or '–' or '—' => ("-", "减号，两边要有空格", "a minus, between spaces"),
        '…' => ("..", "到", "to"),
        '\u00A0' or '\u2009' or '\u202F' => (" ", "空格", "a space"),
        '&' => ("and", "并且", "and"),
        '|' => ("or", "或者", "or"),
        '!' => ("not", "不", "not"),
        '\t' => (" ", "空格", "a space"),
        _ => null,
    };

    private void FailAsWritten(string found, string right, string zh, string en)
    {
        var shown = Excerpt.Of(found, 2);
        Fail(new Extent(_at, found.Length), shown, new($"「{right}」", $"\"{right}\""),
            new($"「{shown}」不是这里的写法。", $"\"{shown}\" is not how it is written here."),
            right == "\"" ? new Text("引号要用英文引号（\"）。", "A text stands in straight double quotes.") : new Text($"{zh}写作「{right}」。", $"Write \"{right}\" for {en}."), right);
    }

    /// <summary>A sign of a Chinese keyboard: a bracket, a comma, a quote, a digit.</summary>
    private void FailOfSign(ChineseSigns.Slip slip) => Fail(new Extent(_at, 1), slip.Sign.ToString(), new($"「{slip.Right}」", $"\"{slip.Right}\""), slip.Says, slip.Remedy, slip.Right);

    private void FaultOfMinus(string before, string after) => _fault = MinusBetweenSpaces(new Extent(_at, 1), before, after);

    internal static ExpressionFault MinusBetweenSpaces(Extent at, string before, string after)
    {
        var (left, right) = (Excerpt.Of(before, 60), Excerpt.Of(after, 60));
        return new ExpressionFault(FaultKind.DoesNotParse, at, "-", new("两边有空格的减号", "a minus between spaces"),
            new("减号两边要有空格。", "Minus stands between spaces."), null,
            right.Length == 0 ? new Text("连字符属于名称。", "A hyphen belongs to the name.") : new Text($"请写「{left} - {right}」。", $"Write \"{left} - {right}\"."));
    }

    /// <summary>The word or number that begins at the position.</summary>
    private string Rest(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || (_text[end] is '.' or '-' && end + 1 < _text.Length && char.IsLetterOrDigit(_text[end + 1])))) end++;
        return _text[start..end];
    }

    private void Add(TokenKind kind, int start) => _tokens.Add(new Token(kind, new Extent(start, _at - start), _text[start.._at]));

    private void Fail(Extent at, string found, Text expected, Text message, Text? remedy = null, string? nearest = null) =>
        _fault = new ExpressionFault(FaultKind.DoesNotParse, at, found, expected, message, remedy is null ? nearest : null, remedy);

    private static bool IsSpace(char letter) => letter is ' ' or '\n' or '\r';

    private static bool IsDigit(char letter) => letter is >= '0' and <= '9';

    private static bool IsSmall(char letter) => letter is >= 'a' and <= 'z';

    private static bool IsLarge(char letter) => letter is >= 'A' and <= 'Z';
}
