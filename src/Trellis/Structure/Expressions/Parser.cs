using System.Collections.Immutable;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Expressions;

/// <summary>
/// From words to parts, by recursive descent; the grammar stands in docs/reference/expressions.md, one method for each of its rules.
/// Stops at the first fault, because what follows one is guesswork.
/// </summary>
internal sealed class Parser
{
    public const int MostLetters = 8000;
    public const int MostParts = 1000;
    public const int MostDepth = 100;

    private readonly List<Token> _tokens;
    private int _at;
    private int _parts;
    private int _open;
    private ExpressionFault? _fault;

    private Parser(List<Token> tokens) => _tokens = tokens;

    public static (Node? Root, ExpressionFault? Fault) Parse(string text)
    {
        if (text.Length > MostLetters)
            return (null, TooMuch(new Extent(MostLetters, text.Length - MostLetters), $"超过 {MostLetters} 个字符", $"more than {MostLetters} characters"));
        var (tokens, wrongLetter) = Lexer.Read(text);
        var parser = new Parser(tokens);
        var root = parser.ReadExpression();
        if (root is not null && parser.Here.Kind != TokenKind.End) root = parser.NotExpected();
        // A wrong letter is why the words ended early, unless the words before it are wrong already.
        if (wrongLetter is not null && (parser._fault is null || parser.Here.Kind == TokenKind.End)) return (null, wrongLetter);
        return (root, parser._fault);
    }

    private Token Here => _tokens[_at];

    private Token Next => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    private bool Take(string word)
    {
        if (!Here.Is(word)) return false;
        _at++;
        return true;
    }

    /// <summary>expression = choice | alternatives { "where" condition }</summary>
    private Node? ReadExpression()
    {
        // Brackets, choices and `not` nest in the text without end; the parts themselves are counted as they are made.
        if (_open >= MostDepth) return Fail(TooMuch(Here.At, $"嵌套超过 {MostDepth} 层", $"nested more than {MostDepth} deep"));
        _open++;
        var read = Here.Is("if") ? ReadChoice() : ReadAlternatives();
        while (read is not null && Take("where"))
        {
            var condition = Here.Is("if") ? ReadChoice() : ReadAlternatives();
            read = condition is null ? null : Made(new Node.Filter(read, condition));
        }

        _open--;
        return read;
    }

    /// <summary>choice = "if" expression "then" expression "else" expression</summary>
    private Node? ReadChoice()
    {
        var start = Here.At;
        _at++;
        if (ReadExpression() is not { } when || !Need("then", "if … then … else …")) return null;
        if (ReadExpression() is not { } then || !Need("else", "if … then … else …")) return null;
        return ReadExpression() is { } otherwise ? Made(new Node.Choice(start.To(otherwise.At), when, then, otherwise)) : null;
    }

    /// <summary>alternatives = joined { "or" joined }</summary>
    private Node? ReadAlternatives()
    {
        var left = ReadJoined();
        while (left is not null && Take("or"))
            left = ReadJoined() is { } right ? Made(new Node.Join(JoinWord.Or, left, right)) : null;
        return left;
    }

    /// <summary>joined = negation { "and" negation }</summary>
    private Node? ReadJoined()
    {
        var left = ReadNegation();
        while (left is not null && Take("and"))
            left = ReadNegation() is { } right ? Made(new Node.Join(JoinWord.And, left, right)) : null;
        return left;
    }

    /// <summary>negation = "not" negation | comparison</summary>
    private Node? ReadNegation()
    {
        if (!Here.Is("not")) return ReadComparison();
        if (_open >= MostDepth) return Fail(TooMuch(Here.At, $"嵌套超过 {MostDepth} 层", $"nested more than {MostDepth} deep"));
        var start = Here.At;
        _at++;
        _open++;
        var of = ReadNegation();
        _open--;
        return of is null ? null : Made(new Node.Not(start.To(of.At), of));
    }

    /// <summary>comparison = sum [ sign sum | "in" set ]; one only, because a &lt; b &lt; c means different things to different people.</summary>
    private Node? ReadComparison()
    {
        if (ReadSum() is not { } left) return null;
        Node? read;
        if (Here.Kind == TokenKind.Symbol && Words.ComparisonOf(Here.Text) is { } sign)
        {
            _at++;
            read = ReadSum() is { } right ? Made(new Node.Comparison(sign, left, right)) : null;
        }
        else if (Take("in")) read = ReadSet(left);
        else if (Here.Is("not") && Next.Is("in"))
            return Fail(Here.At.To(Next.At), "not in", new("in", "in"), new("「not in」不是这里的写法。", "\"not in\" is not how it is written here."), null,
                new Text("请写「not x in …」。", "Write \"not x in …\"."));
        else return left;

        if (read is not null && (Here.Is("in") || (Here.Kind == TokenKind.Symbol && Words.ComparisonOf(Here.Text) is not null)))
            return Fail(Here.At, Here.Text, new("and、or 或结尾", "and, or, or the end"), new("比较不能连写。", "Comparisons do not chain."), null,
                new Text("请用 and 连接，例如「a < b and b < c」，或写「x in a..b」。", "Join them with and, such as \"a < b and b < c\", or write \"x in a..b\"."));
        return read;
    }

    /// <summary>set = "[" sum { "," sum } "]" | sum ".." sum | sum</summary>
    private Node? ReadSet(Node what)
    {
        var start = Here.At;
        if (Take("["))
        {
            var values = ImmutableArray.CreateBuilder<Node>();
            do
            {
                if (ReadSum() is not { } value) return null;
                if (Here.Is(".."))
                    return Fail(start.To(Here.At), "[", new("没有方括号的范围", "a range without brackets"), new("范围不加方括号。", "A range stands without brackets."), null,
                        new Text("请写「in 1..5」。", "Write \"in 1..5\"."));
                values.Add(value);
            }
            while (Take(","));

            var end = Here.At;
            return Need("]", "x in [a, b]") ? Made(new Node.OneOf(what.At.To(end), what, values.ToImmutable())) : null;
        }

        if (ReadSum() is not { } from) return null;
        if (!Take("..")) return Made(new Node.ElementOf(what, from));
        return ReadSum() is { } to ? Made(new Node.Within(what.At.To(to.At), what, from, to)) : null;
    }

    /// <summary>sum = product { ("+" | "-") product }</summary>
    private Node? ReadSum()
    {
        var left = ReadProduct();
        while (left is not null && (Here.Is("+") || Here.Is("-")))
        {
            var sign = Here.Is("+") ? ArithmeticSign.Plus : ArithmeticSign.Minus;
            _at++;
            left = ReadProduct() is { } right ? Made(new Node.Arithmetic(sign, left, right)) : null;
        }

        return left;
    }

    /// <summary>product = operand { ("*" | "/") operand }</summary>
    private Node? ReadProduct()
    {
        var left = ReadOperand();
        while (left is not null && (Here.Is("*") || Here.Is("/")))
        {
            var sign = Here.Is("*") ? ArithmeticSign.Times : ArithmeticSign.DividedBy;
            _at++;
            left = ReadOperand() is { } right ? Made(new Node.Arithmetic(sign, left, right)) : null;
        }

        return left;
    }

    /// <summary>operand = literal | call | name | "(" expression ")" [ "." name ]</summary>
    private Node? ReadOperand()
    {
        var token = Here;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return ReadMeasured(token);
            case TokenKind.Day:
                _at++;
                return Made(new Node.Literal(token.At, Value.Of(DateOnly.FromDayNumber((int)token.Number))));
            case TokenKind.Time:
                _at++;
                return Made(new Node.Literal(token.At, Value.Of(new TimeOnly((long)token.Number))));
            case TokenKind.Text:
                _at++;
                return Made(new Node.Literal(token.At, Value.Of(token.Text)));
            case TokenKind.Name when token.Text is "yes" or "no":
                _at++;
                return Made(new Node.Literal(token.At, Value.Of(token.Text == "yes")));
            case TokenKind.Name when Next.Is("("):
                return ReadCall(token);
            case TokenKind.Name when !Words.Reserved.Contains(token.Text):
                _at++;
                return Made(new Node.Name(token.At, token.Text));
            case TokenKind.Symbol when token.Text == "(":
                return ReadBracketed();
            default:
                return OperandExpected();
        }
    }

    private Node? ReadBracketed()
    {
        var start = Here.At;
        _at++;
        if (ReadExpression() is not { } inner) return null;
        if (!Need(")", "( … )")) return null;
        if (!Here.Is(".")) return inner;
        _at++;
        if (Here.Kind != TokenKind.Name) return OperandExpected();
        var items = Here;
        _at++;
        return Made(new Node.ItemOf(start.To(items.At), inner, items.Text));
    }

    private Node? ReadCall(Token word)
    {
        if (Words.FunctionOf(word.Text) is not { } function)
        {
            if (Words.Reserved.Contains(word.Text)) return OperandExpected();
            return Fail(word.At, Excerpt.Of(word.Text, 60), new($"函数：{string.Join("、", Words.Functions)}", $"a function: {string.Join(", ", Words.Functions)}"),
                new($"没有函数「{Excerpt.Of(word.Text, 60)}」。", $"There is no function \"{Excerpt.Of(word.Text, 60)}\"."), NearNames.Nearest(word.Text, Words.Functions));
        }

        _at += 2;
        var given = ImmutableArray.CreateBuilder<Node>();
        if (!Here.Is(")"))
        {
            do
            {
                if (ReadExpression() is not { } one) return null;
                given.Add(one);
            }
            while (Take(","));
        }

        var end = Here.At;
        return Need(")", $"{word.Text}( … )") ? Made(new Node.Call(word.At.To(end), function, given.ToImmutable())) : null;
    }

    /// <summary>A number, and the unit behind it. The words of the language are no units, so `if 2 > 1 then 3 else 4` has bare numbers.</summary>
    private Node? ReadMeasured(Token number)
    {
        var unit = Here;
        var wordFollows = unit.Kind == TokenKind.Word || (unit.Kind == TokenKind.Name && !Words.Reserved.Contains(unit.Text)) || unit.Is("%");
        if (!wordFollows) return Made(new Node.Literal(number.At, Value.Of(number.Number)));
        _at++;
        var words = unit.Text;
        var end = unit.At;
        if (words == "working" && Here.Kind == TokenKind.Name)
        {
            words += " " + Here.Text;
            end = Here.At;
            _at++;
        }

        if (Measures.TryFind(words, out var measure)) return Made(new Node.Literal(number.At.To(end), Value.Of(new Quantity(number.Number, measure))));
        if (words.LastIndexOf('-') is var hyphen and > 0 && Measures.TryFind(words[..hyphen], out _))
            return Fail(Lexer.MinusBetweenSpaces(new Extent(end.Offset + hyphen, 1), $"{number.Text} {words[..hyphen]}", words[(hyphen + 1)..]));
        return Fail(unit.At.To(end), Excerpt.Of(words, 40), new("计量单位", "a unit of measure"),
            new($"「{Excerpt.Of(words, 40)}」不是计量单位。", $"\"{Excerpt.Of(words, 40)}\" is no unit of measure."), Units.Nearest(words),
            new Text($"单位有：{Units.List}。", $"The units are: {Units.List}."));
    }

    private Node? OperandExpected()
    {
        var found = Here;
        if (found.Kind == TokenKind.Word)
        {
            var small = found.Text.ToLowerInvariant();
            return Fail(found.At, Excerpt.Of(found.Text, 60), new("名称或值", "a name or a value"),
                new($"名称「{Excerpt.Of(found.Text, 60)}」有大写字母或下划线。", $"The name \"{Excerpt.Of(found.Text, 60)}\" has a capital letter or an underscore."), small.Replace('_', '-'),
                new Text("名称用小写字母和连字符；单位写在数字后面；文字放在引号里。", "Names have small letters and hyphens; units stand behind a number; texts stand in quotes."));
        }

        if (found.Is("["))
            return Fail(found.At, "[", new("名称或值", "a name or a value"), new("方括号里的列举只能在 in 后面。", "A list in brackets stands only behind in."), null,
                new Text("请写「x in [a, b]」。", "Write \"x in [a, b]\"."));
        if (found.Is("-"))
            return Fail(found.At, "-", new("名称或值", "a name or a value"), new("负号只能紧接在数字前面。", "A sign stands only directly before a number."), null,
                new Text("请写「0 - x」。", "Write \"0 - x\"."));
        return Fail(found.At, Shown(found), new("名称、值或函数", "a name, a value or a function"), found.Kind == TokenKind.End
            ? new("表达式没有写完：这里应有名称、值或函数。", "The expression is not complete: a name, a value or a function is missing here.")
            : new($"这里应有名称、值或函数，却是「{Shown(found)}」。", $"A name, a value or a function is expected here, not \"{Shown(found)}\"."));
    }

    /// <summary>Something follows a complete expression.</summary>
    private Node? NotExpected()
    {
        var found = Here;
        var before = _tokens[_at - 1];
        if (before.Kind == TokenKind.Name && found.Kind is TokenKind.Name or TokenKind.Word or TokenKind.Number or TokenKind.Symbol
            && HyphenBeforeNumber(before.Text) is var hyphen and > 0 && (found.Kind != TokenKind.Symbol || found.Is("%")))
        {
            var unit = found.Text == "working" && Next.Kind == TokenKind.Name ? $"working {Next.Text}" : found.Text;
            return Fail(Lexer.MinusBetweenSpaces(new Extent(before.At.Offset + hyphen, 1), before.Text[..hyphen], $"{before.Text[(hyphen + 1)..]} {unit}"));
        }

        if (found.Kind is TokenKind.Name or TokenKind.Word && Operator(found.Text) is { } right)
            return Fail(found.At, found.Text, new($"「{right}」", $"\"{right}\""), new($"「{found.Text}」不是这里的写法。", $"\"{found.Text}\" is not how it is written here."), right);
        var nearest = found.Kind is TokenKind.Name or TokenKind.Word ? NearNames.Nearest(found.Text, ["and", "or", "in", "where", "then", "else"]) : null;
        Text? remedy = (before.Kind, found.Text) switch
        {
            (TokenKind.Number or TokenKind.Text or TokenKind.Day, "(") => null,
            (TokenKind.Name, "(") => new("函数名和括号之间不能有别的词。", "Nothing stands between a function and its bracket."),
            (_, "=" or ">" or "<" or ">=" or "<=" or "!=") => null,
            (_, "..") => new("范围只能在 in 后面，例如「x in 1..5」。", "A range stands only behind in, such as \"x in 1..5\"."),
            (_, ")") => new("这个括号没有左括号。", "This bracket was never opened."),
            _ => null,
        };
        return Fail(found.At, Shown(found), new("运算符或结尾", "an operator or the end"),
            new($"这里应有运算符或结尾，却是「{Shown(found)}」。", $"An operator or the end is expected here, not \"{Shown(found)}\"."), nearest, remedy);
    }

    /// <summary>Where <c>area-5</c> may have been meant as a subtraction; -1 where not.</summary>
    internal static int HyphenBeforeNumber(string name)
    {
        var hyphen = name.LastIndexOf('-');
        return hyphen > 0 && name.AsSpan(hyphen + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? hyphen : -1;
    }

    private static string? Operator(string word) => word.ToLowerInvariant() switch
    {
        "is" or "equals" or "eq" => "=",
        "isnt" or "ne" => "!=",
        "plus" => "+",
        "minus" => "-",
        "times" or "x" => "*",
        "mod" or "div" => "/",
        "lt" => "<",
        "gt" => ">",
        "le" => "<=",
        "ge" => ">=",
        "between" or "among" => "in",
        "with" or "having" or "when" => "where",
        "and" => "and",
        "or" => "or",
        "in" => "in",
        "where" => "where",
        "then" => "then",
        "else" or "otherwise" => "else",
        _ => null,
    };

    private bool Need(string word, string shape)
    {
        if (Take(word)) return true;
        var found = Here;
        // A word in the wrong place often says more than the word that is missing.
        if (found.Kind is TokenKind.Name or TokenKind.Word or TokenKind.Number && !Words.Reserved.Contains(found.Text) && NearNames.Nearest(found.Text, [word]) is null)
        {
            NotExpected();
            return false;
        }

        Fail(found.At, Shown(found), new($"「{word}」", $"\"{word}\""),
            found.Kind == TokenKind.End
                ? new($"表达式没有写完：缺少「{word}」。", $"The expression is not complete: \"{word}\" is missing.")
                : new($"这里应是「{word}」，却是「{Shown(found)}」。", $"\"{word}\" is expected here, not \"{Shown(found)}\"."), null,
            new Text($"写法是「{shape}」。", $"It is written \"{shape}\"."));
        return false;
    }

    private Node? Made(Node part)
    {
        if (++_parts > MostParts) return Fail(TooMuch(part.At, $"超过 {MostParts} 个部分", $"more than {MostParts} parts"));
        return part.Depth <= MostDepth ? part : Fail(TooMuch(part.At, $"嵌套超过 {MostDepth} 层", $"nested more than {MostDepth} deep"));
    }

    private static ExpressionFault TooMuch(Extent at, string zh, string en) =>
        new(FaultKind.DoesNotParse, at, en, new("较小的表达式", "a smaller expression"), new($"表达式太大：{zh}。", $"The expression is too large: {en}."), null,
            new Text("请把一部分写成计算得出的数据项，或用「x in [a, b]」代替一串 or。", "Make a part of it a computed item, or write \"x in [a, b]\" instead of many or."));

    private static string Shown(Token token) => token.Kind switch
    {
        TokenKind.End => "",
        TokenKind.Text => $"\"{Excerpt.Of(token.Text, 40)}\"",
        _ => Excerpt.Of(token.Text, 60),
    };

    private Node? Fail(Extent at, string found, Text expected, Text message, string? nearest = null, Text? remedy = null) =>
        Fail(new ExpressionFault(FaultKind.DoesNotParse, at, found, expected, message, nearest, remedy));

    private Node? Fail(ExpressionFault fault)
    {
        _fault ??= fault;
        return null;
    }
}
