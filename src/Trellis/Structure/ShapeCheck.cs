using System.Text;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>A name of another entry that must be looked up once all entries are known.</summary>
internal readonly record struct PendingReference(Shape.Reference Shape, string Id, Mark At, Entry Owner);

internal readonly record struct PendingPost(Shape.APost Shape, PostName Name, Entry Owner);

internal readonly record struct PendingCitation(Citation Citation, Entry Owner);

internal readonly record struct PendingFormula(Shape.AFormula Shape, Formula Formula, Entry Owner);

/// <summary>A fact named in uses, gives, asks, shows and the like.</summary>
internal readonly record struct PendingFact(string Key, string Name, Mark At, Entry Owner);

/// <summary>
/// Holds every value of an entry against the shape that its key has. Tells unknown keys with the nearest that exists, missing keys,
/// and values of the wrong kind, all of them; gathers the names that must be looked up later.
/// </summary>
internal sealed class ShapeCheck(FindingList findings)
{
    private Entry _owner = null!;
    private string _key = "";

    public List<PendingReference> References { get; } = [];

    public List<PendingPost> Posts { get; } = [];

    public List<PendingCitation> Citations { get; } = [];

    public List<PendingFormula> Formulas { get; } = [];

    public List<PendingFact> Facts { get; } = [];

    public void Check(Entry owner, Shape.Map shape)
    {
        _owner = owner;
        CheckMap(owner.Node, shape, owner.Node);
    }

    private void CheckValue(Node node, Shape shape)
    {
        switch (shape)
        {
            case Shape.Map map:
                if (node.IsMap) CheckMap(node, map, node);
                else Wrong(node, new("这里应当是一组键。", "A group of keys was expected here."), KeysOf(map));
                break;
            case Shape.List list: CheckList(node, list); break;
            case Shape.Keyed keyed: CheckKeyed(node, keyed); break;
            case Shape.Either either: CheckEither(node, either); break;
            case Shape.Texts: CheckTexts(node); break;
            case Shape.Flow: CheckFlow(node); break;
            case Shape.AnyEntry: break; // read as an entry of its own
            default:
                if (node.IsScalar) CheckScalar(node.Kind == NodeKind.Cell || node.IsVerbatim ? node.Bytes : node.Value, node.Mark, shape);
                else Wrong(node, new("这里应当是一个值，不是列表或一组键。", "One value was expected here, not a list or a group of keys."), null);
                break;
        }
    }

    private void CheckMap(Node node, Shape.Map shape, Node whole)
    {
        ulong seen = 0;
        foreach (var (key, value) in node.Pairs)
        {
            var found = Find(shape.Keywords, key);
            if (found < 0)
            {
                // In a table the identity column is "id".
                if (key.Is("id"u8) && ReferenceEquals(shape.Keywords, Words.Of(_owner.Kind).Shape.Keywords) && node.File.IsTable) found = 0;
                else if (AllowedFact(key, shape)) continue;
                else
                {
                    UnknownKey(key, shape);
                    continue;
                }
            }

            if ((seen & (1UL << found)) != 0)
            {
                findings.Add(new Finding(FindingCodes.KeyTwice, key.Mark, new($"键「{key.Text}」在这里写了两次。", $"The key \"{key.Text}\" stands here twice.")) { Expected = new("删去一个。", "Delete one of them."), Address = _owner.Address });
                continue;
            }

            seen |= 1UL << found;
            var before = _key;
            if (ReferenceEquals(node.File, whole.File)) _key = shape.Keywords[found].Name;
            CheckValue(value, shape.Keywords[found].Shape);
            _key = before;
        }

        for (var at = 0; at < shape.Keywords.Length; at++)
        {
            if (!shape.Keywords[at].Required || (seen & (1UL << at)) != 0) continue;
            findings.Add(new Finding(FindingCodes.MissingKey, FirstOf(node), new($"缺少「{shape.Keywords[at].Name}」。", $"\"{shape.Keywords[at].Name}\" is missing.")) { Expected = Example(shape.Keywords[at].Name, shape.Keywords[at].Shape), Address = _owner.Address });
        }
    }

    /// <summary>The first line of a map is place enough: a caret under twenty lines helps nobody.</summary>
    private static Mark FirstOf(Node node)
    {
        foreach (var (key, value) in node.Pairs)
            return key.File.IsTable ? value.Mark : value.IsScalar ? new Mark(key.File, key.Start, value.Start + value.Length - key.Start) : key.Mark;
        return node.Mark;
    }

    /// <summary>Columns of facts: unit.population in units, actor.email in seats.</summary>
    private static bool AllowedFact(Node key, Shape.Map shape) =>
        (shape.Title == "unit" && key.Value.StartsWith("unit."u8)) || (shape.Title == "seat" && key.Value.StartsWith("actor."u8));

    private static int Find(Keyword[] keywords, Node key)
    {
        var name = key.Value;
        for (var at = 0; at < keywords.Length; at++)
            if (name.SequenceEqual(keywords[at].Utf8)) return at;
        return -1;
    }

    private void UnknownKey(Node key, Shape.Map shape)
    {
        var name = key.Text;
        if (ChineseSigns.FirstIn(name) is { } slip)
        {
            findings.Add(new Finding(FindingCodes.UnknownKey, key.Mark, slip.Says) { Expected = slip.Remedy, Nearest = NearNames.Nearest(name.Trim('\u3000'), shape.Keywords.Select(static keyword => keyword.Name)), Address = _owner.Address });
            return;
        }

        var names = shape.Keywords.Select(static keyword => keyword.Name).ToList();
        var near = NearNames.Nearest(name, names);
        findings.Add(new Finding(FindingCodes.UnknownKey, key.Mark, new($"「{shape.Title}」没有键「{Excerpt.Of(name, 40)}」。", $"\"{shape.Title}\" has no key \"{Excerpt.Of(name, 40)}\"."))
        { Expected = KeysOf(shape), Nearest = near, Address = _owner.Address });
    }

    private static Text KeysOf(Shape.Map shape)
    {
        var names = string.Join(' ', shape.Keywords.Select(static keyword => keyword.Name));
        return new($"可用的键：{names}。", $"Its keys are: {names}.");
    }

    private void CheckList(Node node, Shape.List list)
    {
        if (node.IsList)
        {
            foreach (var element in node.Elements) CheckValue(element, list.Of);
            return;
        }

        if (node.Kind == NodeKind.Cell)
        {
            foreach (var (start, length) in ReadingNodes.CellParts(node))
                CheckScalar(node.File.Bytes.AsSpan(start, length), new Mark(node.File, start, length), list.Of is Shape.Map ? FirstScalarOf(list.Of) : list.Of);
            return;
        }

        if (list.OneAlone && node.IsScalar) CheckValue(node, list.Of);
        else if (node.IsScalar && ChineseSigns.FirstIn(node.Text) is { Right: "[" } bracket) Wrong(node, bracket.Says, bracket.Remedy);
        else Wrong(node, new("这里应当是列表。", "A list was expected here."), new("写成 [一, 二] 或每行一个「- 」。", "Write it as [one, two], or each on a line behind \"- \"."));
    }

    /// <summary>In a table a list of maps is written as its first keys alone.</summary>
    private static Shape FirstScalarOf(Shape shape) => shape is Shape.Map map ? map.Keywords[0].Shape : shape;

    private void CheckKeyed(Node node, Shape.Keyed keyed)
    {
        if (node.IsMap)
        {
            var seen = node.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
            foreach (var (key, value) in node.Pairs)
            {
                if (seen?.Add(key.Text) == false)
                    findings.Add(new Finding(FindingCodes.KeyTwice, key.Mark, new($"键「{Excerpt.Of(key.Text, 40)}」在这里写了两次。", $"The key \"{Excerpt.Of(key.Text, 40)}\" stands here twice.")) { Expected = new("删去一个。", "Delete one of them."), Address = _owner.Address });
                CheckScalar(key.Value, key.Mark, keyed.Key);
                CheckValue(value, keyed.Value);
            }
        }
        else if (keyed.KeysAlone && (node.Kind == NodeKind.Cell || node.IsList)) CheckList(node, new Shape.List(keyed.Key));
        else Wrong(node, new("这里应当是一组「名称: 值」。", "Pairs of name and value were expected here."), null);
    }

    private void CheckEither(Node node, Shape.Either either)
    {
        if (either.Of.Length == 1)
        {
            CheckValue(node, either.Of[0]);
            return;
        }

        foreach (var shape in either.Of)
        {
            var fits = shape switch
            {
                Shape.Map or Shape.Keyed => node.IsMap,
                Shape.List => node.IsList || node.Kind == NodeKind.Cell,
                Shape.Texts => node.IsMap,
                Shape.Limit limit => node.IsScalar && (TimeLimit.TryParse(node.Text, out _, out _) || (limit.OrDay && ReadingNodes.TryDay(node.Value, out _))),
                Shape.Amount => node.IsScalar && Quantity.TryParse(node.Text, out _, out _),
                Shape.Word word => node.IsScalar && word.Words.Contains(node.Text, StringComparer.Ordinal),
                _ => node.IsScalar,
            };
            if (!fits) continue;
            CheckValue(node, shape);
            return;
        }

        Wrong(node, new("这里的值不合要求。", "This value does not fit here."), new($"应当是{string.Join("或", either.Of.Select(static one => Kinds(one).Zh))}。", $"Expected {string.Join(" or ", either.Of.Select(static one => Kinds(one).En))}."));
    }

    private void CheckTexts(Node node)
    {
        if (!node.IsMap)
        {
            // A limit where a text stands is a slip of the key, not of the language: "for" says what the other side gets.
            var isLimit = node.IsScalar && TimeLimit.TryParse(node.Text, out _, out _);
            findings.Add(new Finding(FindingCodes.TextWithoutLanguage, node.Mark, isLimit
                ? new($"「{_key}」是写给人看的文字，不是时限。", $"\"{_key}\" is a text for people, not a time limit.")
                : new("文字没有注明语言。", "This text does not say its language."))
            { Expected = isLimit ? new($"时限写在 within：「within: {node.Text}」；「{_key}」写成 {{zh: ..., en: ...}}。", $"A time limit is within: \"within: {node.Text}\"; write \"{_key}\" as {{zh: ..., en: ...}}.") : node.IsScalar ? WithLanguage(node.Text) : new("写成 {zh: ..., en: ...}。", "Write {zh: ..., en: ...}."), Address = _owner.Address });
            return;
        }

        bool zh = false, en = false;
        foreach (var (key, value) in node.Pairs)
        {
            if (key.Is("zh"u8)) zh = Once(zh, key);
            else if (key.Is("en"u8)) en = Once(en, key);
            else
            {
                findings.Add(new Finding(FindingCodes.UnknownKey, key.Mark, new($"「{Excerpt.Of(key.Text, 40)}」不是这里的语言。", $"\"{Excerpt.Of(key.Text, 40)}\" is no language here."))
                { Expected = new("语言是 zh 和 en；含逗号的文字放进引号。", "The languages are zh and en; put a text that holds a comma in quotes."), Address = _owner.Address });
                continue;
            }

            if (!value.IsScalar) Wrong(value, new("这里应当是文字。", "A text was expected here."), null);
            else if (value.Length == 0 || (value.Length < 8 && value.Text.Trim().Length == 0)) Wrong(value, new("文字是空的。", "The text is empty."), null);
        }

        if (!zh && !en) findings.Add(new Finding(FindingCodes.MissingKey, node.Mark, new("文字里没有 zh 也没有 en。", "The text has neither zh nor en.")) { Address = _owner.Address });
        else if (!zh || !en)
        {
            findings.Add(new Finding(FindingCodes.TextMissingInLanguage, FirstOf(node), zh ? new("缺少英文（en）。", "English (en) is missing.") : new("缺少中文（zh）。", "Chinese (zh) is missing."))
            { Expected = new("补上；在此之前两种语言都显示这一种。", "Add it; until then both languages show this one."), Address = _owner.Address });
        }

        bool Once(bool known, Node key)
        {
            if (known) findings.Add(new Finding(FindingCodes.KeyTwice, key.Mark, new($"键「{key.Text}」在这里写了两次。", $"The key \"{key.Text}\" stands here twice.")) { Address = _owner.Address });
            return true;
        }
    }

    /// <summary>The text goes where its letters belong.</summary>
    private static Text WithLanguage(string text)
    {
        var written = text.EnumerateRunes().Any(static rune => rune.Value is >= 0x3400 and <= 0x9fff or >= 0x20000 and <= 0x3ffff) ? $"{{zh: {Quoted(text)}, en: \"...\"}}" : $"{{zh: \"...\", en: {Quoted(text)}}}";
        return new($"写成 {written}。", $"Write {written}.");
    }

    private static string Quoted(string text) => $"\"{Excerpt.Of(text.Replace("\"", "\\\"", StringComparison.Ordinal), 60)}\"";

    /// <summary>The first key of the first step of a list that stands where a step belongs.</summary>
    private static Mark FirstInside(Node list)
    {
        foreach (var element in list.Elements)
        {
            if (element.IsList) return FirstInside(element);
            foreach (var (key, _) in element.Pairs) return key.Mark;
            return element.Mark;
        }

        return list.Mark;
    }

    private void CheckFlow(Node node, string? inside = null)
    {
        if (!node.IsList)
        {
            Wrong(node, new("流程应当是步骤的列表。", "A flow is a list of steps."), new("每步一行：- check: {by: ..., within: ...}", "One step a line: - check: {by: ..., within: ...}"));
            return;
        }

        foreach (var element in node.Elements)
        {
            if (element.IsList)
            {
                // It is read as the sequence that it was meant to be, so that nothing in it seems to be missing.
                Wrong(FirstInside(element), inside is null ? new("这里的「- 」多了一个：列表里直接写步骤。", "There is one \"- \" too many: the steps stand in the list itself.") : new($"{inside} 下面每个「- 」是一条分支，这里却是一个列表。", $"Under {inside} each \"- \" is one branch, and this is a list."),
                    inside is null ? new("去掉一个「- 」。", "Take one \"- \" away.") : new("一条分支写一个步骤；有几步的，写「- sequence:」，步骤列在它下面。", "Write one step a branch; where it has several, write \"- sequence:\" and list them under it."));
                CheckFlow(element);
                continue;
            }

            if (!element.IsMap)
            {
                Wrong(element, new("这里应当是一个步骤。", "A step was expected here."), StepWordsText());
                continue;
            }

            var words = 0;
            foreach (var (key, value) in element.Pairs)
            {
                var word = key.Text;
                if (Words.StepMap(word) is { } step)
                {
                    words++;
                    if (value.IsMap) CheckMap(value, step, value);
                    else Wrong(value, new("步骤的内容应当是一组键。", "A step holds a group of keys."), KeysOf(step));
                }
                else if (word == "choice")
                {
                    words++;
                    if (!value.IsList) Wrong(value, new("choice 应当是分支的列表。", "A choice is a list of branches."), new("- when: ... then: [...]，最后一个 - otherwise: [...]。", "- when: ... then: [...], and last - otherwise: [...]."));
                    else
                    {
                        foreach (var branch in value.Elements) CheckValue(branch, Words.ControlMap("choice")!);
                    }
                }
                else if (Words.ControlMap(word) is { } control)
                {
                    words++;
                    CheckValue(value, control);
                }
                else if (word is "sequence" or "parallel" or "any-order")
                {
                    words++;
                    CheckFlow(value, word == "sequence" ? null : word);
                }
                else if (word == "within") CheckValue(value, new Shape.Limit(OrExpression: true));
                else
                {
                    findings.Add(new Finding(FindingCodes.UnknownKey, key.Mark, new($"没有步骤「{Excerpt.Of(word, 40)}」。", $"There is no step \"{Excerpt.Of(word, 40)}\"."))
                    { Expected = StepWordsText(), Nearest = NearNames.Nearest(word, Words.StepWords.Concat(Words.ControlWords)), Address = _owner.Address });
                    words++;
                }
            }

            if (words != 1)
            {
                Wrong(element, words == 0 ? new("这一步没有步骤词。", "There is no step word here.") : new("一个列表项里有两个步骤。", "Two steps stand in one element of the list."), StepWordsText());
            }
        }
    }

    private static Text StepWordsText()
    {
        var words = string.Join(' ', Words.StepWords.Concat(Words.ControlWords));
        return new($"步骤词：{words}。", $"Steps are: {words}.");
    }

    private void CheckScalar(ReadOnlySpan<byte> value, Mark at, Shape shape)
    {
        if (value.Length == 0)
        {
            Wrong(at, new("值是空的。", "The value is empty."), null);
            return;
        }

        if (TellChineseSign(value, at, shape)) return;
        switch (shape)
        {
            case Shape.Id id:
                if (!Ids.IsId(value, id.MayBeginWithDigit)) Malformed(value, at);
                break;
            case Shape.Label or Shape.StepName:
                if (!Ids.IsId(value, mayBeginWithDigit: true)) Malformed(value, at);
                break;
            case Shape.Reference reference: CheckReference(value, at, reference); break;
            case Shape.APost post: CheckPost(value, at, post); break;
            case Shape.AnArticle: CheckArticle(value, at); break;
            case Shape.Word word:
                var written = Encoding.UTF8.GetString(value);
                if (!word.Words.Contains(written, StringComparer.Ordinal))
                    Wrong(at, new($"「{Excerpt.Of(written, 40)}」不在可用的词之中。", $"\"{Excerpt.Of(written, 40)}\" is not among the words allowed here."), new($"可用：{string.Join("、", word.Words)}。", $"Allowed: {string.Join(", ", word.Words)}."), NearNames.Nearest(written, word.Words));
                break;
            case Shape.Day:
                if (!ReadingNodes.TryDay(value, out _))
                    TellDay(value, at);
                break;
            case Shape.Limit limit: CheckLimit(value, at, limit); break;
            case Shape.Amount amount: CheckAmount(value, at, amount); break;
            case Shape.Number number:
                if (!int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var read) || read < number.Least || read > number.Most)
                    Wrong(at, new($"「{Show(value)}」不是这里的数。", $"\"{Show(value)}\" is not a number that fits here."), new($"应为 {number.Least} 到 {number.Most} 的整数。", $"Expected a whole number from {number.Least} to {number.Most}."));
                break;
            case Shape.Verbatim most:
                if (value.Length > most.Most * 4) Wrong(at, new("值太长。", "The value is too long."), new($"最多 {most.Most} 个字符。", $"At most {most.Most} characters."));
                break;
            case Shape.Hours:
                if (!TryHours(value, out _, out _)) Wrong(at, new($"「{Show(value)}」不是时段。", $"\"{Show(value)}\" is not a span of hours."), new("写成 09:00-12:00，结束晚于开始；24:00 是一天的结束。", "Write it as 09:00-12:00, the end behind the beginning; 24:00 is the end of the day."));
                break;
            case Shape.AFormula formula:
                Formulas.Add(new PendingFormula(formula, new Formula(Encoding.UTF8.GetString(value), at), _owner));
                break;
            case Shape.Fact:
                if (!Ids.IsFact(value)) Malformed(value, at);
                else if (!(_key is "item" or "place" && value.SequenceEqual("none"u8)) && _key is not ("item" or "formerly")) Facts.Add(new PendingFact(_key, ReadingNodes.Intern(value), at, _owner));
                break;
            case Shape.ItemType: CheckItemType(value, at); break;
            default:
                throw new InvalidOperationException($"A scalar cannot be a {shape.GetType().Name}.");
        }
    }

    /// <summary>A day that the calendar does not have is another slip than one that is written otherwise.</summary>
    private void TellDay(ReadOnlySpan<byte> value, Mark at)
    {
        var text = Encoding.UTF8.GetString(value);
        var numbers = text.Split('-', '/', '.', '年', '月', '日', ' ').Where(static part => part.Length > 0).ToList();
        var (year, month, day) = numbers is [{ Length: 4 } first, { Length: <= 2 } second, { Length: <= 2 } third] && numbers.TrueForAll(static part => part.All(char.IsAsciiDigit)) ? (Whole(first), Whole(second), Whole(third)) : (0, 0, 0);
        var expected = new Text("写成 2026-07-01。", "Write it as 2026-07-01.");
        if (year >= 1 && month > 12) expected = new($"没有 {month} 月；写成年-月-日。", $"There is no month {month}; write year-month-day.");
        else if (year >= 1 && month >= 1 && day > DateTime.DaysInMonth(year, month))
        {
            var days = DateTime.DaysInMonth(year, month);
            expected = new($"{year} 年 {month} 月只有 {days} 天。", $"{new DateOnly(year, month, 1).ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)} has {days} days.");
        }
        else if (year >= 1 && month >= 1 && day >= 1)
        {
            var right = new DateOnly(year, month, day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            expected = new($"写成 {right}。", $"Write it as {right}.");
        }

        Add(FindingCodes.WrongDates, at, new($"「{Show(value)}」不是日期。", $"\"{Show(value)}\" is not a day."), expected);

        static int Whole(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    private void CheckReference(ReadOnlySpan<byte> value, Mark at, Shape.Reference reference)
    {
        var slash = value.IndexOf((byte)'/');
        if (reference.Prefixed || (reference.MayBePrefixed && slash >= 0))
        {
            var words = slash < 0 ? null : Words.OfWord(Encoding.UTF8.GetString(value[..slash]));
            if (words is null || !reference.Kinds.Contains(words.Kind))
            {
                var kinds = string.Join('|', reference.Kinds.Select(static kind => Words.Of(kind).Word));
                Wrong(at, new($"「{Show(value)}」没有注明种类。", $"\"{Show(value)}\" does not say its kind."), new($"写成 {kinds}/标识。", $"Write {kinds}/id."));
                return;
            }

            var inner = value[(slash + 1)..];
            if (!Ids.IsId(inner, mayBeginWithDigit: true) && !Ids.IsFact(inner)) Malformed(inner, at);
            else References.Add(new PendingReference(new Shape.Reference(words.Kind), ReadingNodes.Intern(inner), at, _owner));
            return;
        }

        if (reference.Kinds[0] == Kind.Item ? Ids.IsFact(value) : Ids.IsId(value, mayBeginWithDigit: true))
            References.Add(new PendingReference(reference, ReadingNodes.Intern(value), at, _owner));
        else if (_key == "area" && reference.Kinds.Contains(Kind.Unit))
        {
            var isSize = Quantity.TryParse(Encoding.UTF8.GetString(value), out _, out _);
            Add(FindingCodes.MalformedId, at, new($"「{Show(value)}」不是单位或群组：area 说的是在哪里有效。", $"\"{Show(value)}\" is no unit or group: area says where it holds."),
                isSize ? new($"写一个单位或群组，如「area: 单位标识」。大小写成条件：「when: matter.数据项 <= {Show(value)}」。", $"Write a unit or a group, such as \"area: UNIT\". A size is a condition: \"when: matter.ITEM <= {Show(value)}\".") : new("写一个单位或群组，如「area: 单位标识」。", "Write a unit or a group, such as \"area: UNIT\"."));
        }
        else Malformed(value, at);
    }

    private void CheckPost(ReadOnlySpan<byte> value, Mark at, Shape.APost post)
    {
        if (post.OrSystem && value.StartsWith("system/"u8))
        {
            var system = value["system/"u8.Length..];
            if (Ids.IsId(system, mayBeginWithDigit: false)) References.Add(new PendingReference(new Shape.Reference(Kind.System), ReadingNodes.Intern(system), at, _owner));
            else Malformed(system, at);
            return;
        }

        var sign = value.IndexOf((byte)'@');
        var name = sign < 0 ? value : value[..sign];
        if (!Ids.IsId(name, mayBeginWithDigit: post.OrGroup) || (sign >= 0 && !Ids.IsId(value[(sign + 1)..], mayBeginWithDigit: true)))
        {
            Malformed(value, at);
            return;
        }

        if (post.Placed && sign < 0 && !post.OrGroup)
        {
            Wrong(at, new($"「{Show(value)}」没有说在哪个单位。", $"\"{Show(value)}\" does not say at which unit."), new($"写成 {Show(value)}@单位 或 @群组。", $"Write {Show(value)}@unit, or @group."));
            return;
        }

        Posts.Add(new PendingPost(post, ReadingNodes.PostOf(new WrittenValue(ReadingNodes.Intern(value), at)), _owner));
    }

    private void CheckArticle(ReadOnlySpan<byte> value, Mark at)
    {
        var slash = value.IndexOf((byte)'/');
        var law = slash < 0 ? value : value[..slash];
        if (!Ids.IsId(law, mayBeginWithDigit: false) || (slash >= 0 && !Ids.IsArticle(value[(slash + 1)..])))
        {
            Add(FindingCodes.MalformedId, at, new($"「{Show(value)}」不是依据的写法。", $"\"{Show(value)}\" is not how a basis is written."), new("写成 法律标识/条，如 noise-law/43 或 noise-law/43.2。", "Write law/article, such as noise-law/43 or noise-law/43.2."));
            return;
        }

        Citations.Add(new PendingCitation(ReadingNodes.CitationOf(new WrittenValue(ReadingNodes.Intern(value), at)), _owner));
    }

    /// <summary>What cannot be read is said without a stop, because other messages go on behind it.</summary>
    private static Text Sentence(Text says) => new(says.Zh.EndsWith('。') ? says.Zh : says.Zh + "。", says.En.EndsWith('.') ? says.En : says.En + ".");

    private void CheckLimit(ReadOnlySpan<byte> value, Mark at, Shape.Limit limit)
    {
        var text = Encoding.UTF8.GetString(value);
        if (TimeLimit.TryParse(text, out _, out var why)) return;
        if (limit.OrDay && ReadingNodes.TryDay(value, out _)) return;
        if (limit.OrExpression && LooksLikeExpression(text))
        {
            Formulas.Add(new PendingFormula(new Shape.AFormula(FormulaPlace.Matter, FormulaResult.TimeLimit), new Formula(text, at), _owner));
            return;
        }

        Add(FindingCodes.QuantityWithoutUnit, at, Sentence(why.Says), new("例如：2 working hours（2 个工作小时）、5 working days（5 个工作日）、7 days（7 天）、3 months（3 个月）。", "For example: 2 working hours, 5 working days, 7 days, 3 months."));
    }

    private void CheckAmount(ReadOnlySpan<byte> value, Mark at, Shape.Amount amount)
    {
        var text = Encoding.UTF8.GetString(value);
        if (Quantity.TryParse(text, out var quantity, out var why))
        {
            // Only a standard may lie below zero; a sum, a share or a number that does is a slip, and nothing should be told of what follows from it.
            if (quantity.Value < 0 && !(_owner.Kind == Kind.Standard && _key == "value"))
            {
                Wrong(at, new($"「{Excerpt.Of(text, 40)}」小于零，这里不能是负数。", $"\"{Excerpt.Of(text, 40)}\" is below zero, and nothing here can be."), new($"写成 {text.TrimStart('-')} 的样子。", $"Write it like {text.TrimStart('-')}."));
                return;
            }

            if (amount.Units.Length == 0 || amount.Units.Contains(Measures.Facts(quantity.Measure).Name, StringComparer.Ordinal)) return;
            // Under limits a size is no amount: that word is for money, which is counted up.
            if (_key.StartsWith("per-", StringComparison.Ordinal) && quantity.Measure != Measure.Yuan && amount.Units is ["CNY"])
            {
                Add(FindingCodes.QuantityWithoutUnit, at, new($"「{Excerpt.Of(text, 40)}」不是金额：amount 只管钱。", $"\"{Excerpt.Of(text, 40)}\" is no sum: amount is for money alone."),
                    new($"别的限度写成条件，放在 limits 下：「when: matter.数据项 <= {Excerpt.Of(text, 40)}」。", $"Any other limit is a condition under limits: \"when: matter.ITEM <= {Excerpt.Of(text, 40)}\"."));
                return;
            }

            Add(FindingCodes.QuantityWithoutUnit, at, new($"「{Excerpt.Of(text, 40)}」的单位不合。", $"\"{Excerpt.Of(text, 40)}\" has a unit that does not fit here."), new($"单位应为 {string.Join("、", amount.Units)}。", $"The unit should be {string.Join(" or ", amount.Units)}."));
            return;
        }

        if (amount.OrExpression && LooksLikeExpression(text))
        {
            Formulas.Add(new PendingFormula(new Shape.AFormula(FormulaPlace.Power, FormulaResult.Money), new Formula(text, at), _owner));
            return;
        }

        if (_owner is Stock && why is UnreadableAmount.MissingUnit { Number: var bare })
        {
            Add(FindingCodes.QuantityWithoutUnit, at, new($"「{bare}」后面缺单位。", $"\"{bare}\" has no unit."), new($"人写「{bare} people」，东西写「{bare} pieces」，钱写「{bare} CNY」，面积写「{bare} m2」。", $"People are \"{bare} people\", things \"{bare} pieces\", money \"{bare} CNY\", ground \"{bare} m2\"."));
            return;
        }

        Add(FindingCodes.QuantityWithoutUnit, at, Sentence(why.Says), amount.Units.Length == 0 ? null : new($"写成 20 {amount.Units[0]} 的样子。", $"Write it like 20 {amount.Units[0]}."));
    }

    private static bool LooksLikeExpression(string text) => text.Contains('.', StringComparison.Ordinal) || text.StartsWith("if ", StringComparison.Ordinal);

    private void CheckItemType(ReadOnlySpan<byte> value, Mark at)
    {
        var text = Encoding.UTF8.GetString(value);
        var of = text.StartsWith("list of ", StringComparison.Ordinal) ? text["list of ".Length..] : text;
        if (Words.ScalarTypes.Contains(of, StringComparer.Ordinal)) return;
        if (!Ids.IsId(Encoding.UTF8.GetBytes(of), mayBeginWithDigit: false))
        {
            Wrong(at, new($"没有类型「{Excerpt.Of(text, 40)}」。", $"There is no type \"{Excerpt.Of(text, 40)}\"."), TypesText(), NearNames.Nearest(of, Words.ScalarTypes));
            return;
        }

        References.Add(new PendingReference(new Shape.Reference(Kind.Codes, Kind.Register), of, at, _owner));
    }

    internal static Text TypesText()
    {
        var types = string.Join(' ', Words.ScalarTypes);
        return new($"类型：{types}，代码表或库的标识，或 list of 其一。", $"Types are {types}, the id of a code list or a register, or \"list of\" one of these.");
    }

    internal static bool TryHours(ReadOnlySpan<byte> text, out int from, out int to)
    {
        to = 0;
        if (text.Length == 11 && text[5] == '-' && Minutes(text[..5], out from) && Minutes(text[6..], out to)) return from < to;
        from = 0;
        return false;

        static bool Minutes(ReadOnlySpan<byte> clock, out int minutes)
        {
            minutes = 0;
            if (clock[2] != ':' || !Two(clock[..2], out var hours) || !Two(clock[3..], out var rest)) return false;
            minutes = hours * 60 + rest;
            return rest < 60 && minutes <= 24 * 60;
        }

        static bool Two(ReadOnlySpan<byte> digits, out int number)
        {
            number = 0;
            if (digits[0] is < (byte)'0' or > (byte)'9' || digits[1] is < (byte)'0' or > (byte)'9') return false;
            number = (digits[0] - '0') * 10 + digits[1] - '0';
            return true;
        }
    }

    private void Malformed(ReadOnlySpan<byte> value, Mark at)
    {
        var words = Encoding.UTF8.GetString(value).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var several = words.Length > 1 && Array.TrueForAll(words, static word => Encoding.UTF8.GetBytes(word) is var bytes && (Ids.IsId(bytes, mayBeginWithDigit: true) || Ids.IsFact(bytes)));
        Add(FindingCodes.MalformedId, at, new($"「{Show(value)}」不是标识的写法。", $"\"{Show(value)}\" is not how an id is written."),
            several
                ? new($"这是 {words.Length} 个的，中间加逗号：[{Excerpt.Of(string.Join(", ", words), 60)}]。", $"Where these are {words.Length}, divide them by commas: [{Excerpt.Of(string.Join(", ", words), 60)}].")
                : new("小写英文字母开头，字母、数字，用连字符相连，最多 63 个字符。", "Small letters and digits joined by hyphens, a letter first, at most 63 characters."));
    }

    /// <summary>
    /// A sign of a Chinese keyboard where only ids, words and numbers stand. Such a value is told for its sign alone: whatever else seems
    /// wrong follows from it. A name in Chinese characters is another thing, and told as such, unless it is a number with its unit.
    /// </summary>
    private bool TellChineseSign(ReadOnlySpan<byte> value, Mark at, Shape shape)
    {
        var code = shape switch
        {
            Shape.Id or Shape.Label or Shape.StepName or Shape.Reference or Shape.APost or Shape.AnArticle or Shape.Fact or Shape.ItemType => FindingCodes.MalformedId,
            Shape.Word or Shape.Number or Shape.Hours => FindingCodes.WrongValue,
            Shape.Day => FindingCodes.WrongDates,
            Shape.Limit or Shape.Amount => FindingCodes.QuantityWithoutUnit,
            _ => null,
        };
        if (code is null || System.Text.Ascii.IsValid(value)) return false;
        var text = Encoding.UTF8.GetString(value);
        if (ChineseSigns.FirstIn(text) is not { } slip || text.Contains('"', StringComparison.Ordinal)) return false;
        if (code == FindingCodes.MalformedId && text.Any(static letter => letter >= 0x80 && ChineseSigns.Of(letter) is null)) return false;
        Add(code, MarkOf(slip), slip.Says, slip.Remedy);
        return true;

        // At the sign itself where the value stands in the file as it is.
        Mark MarkOf(ChineseSigns.Slip one)
        {
            if (at.File is not { } file) return at;
            var sign = Encoding.UTF8.GetBytes([one.Sign]);
            var offset = file.Bytes.AsSpan(at.Start, Math.Min(at.Length, file.Bytes.Length - at.Start)).IndexOf(sign);
            return offset < 0 ? at : new Mark(file, at.Start + offset, sign.Length);
        }
    }

    private static string Show(ReadOnlySpan<byte> value) => Excerpt.Of(value, 40);

    private void Wrong(Node node, Text found, Text? expected) => Wrong(node.IsScalar ? node.Mark : FirstOf(node), found, expected);

    private void Wrong(Mark at, Text found, Text? expected, string? nearest = null) => Add(FindingCodes.WrongValue, at, found, expected, nearest);

    private void Add(FindingCode code, Mark at, Text found, Text? expected, string? nearest = null) =>
        findings.Add(new Finding(code, at, found) { Expected = expected, Nearest = nearest, Address = _owner.Address });

    private static Text Example(string key, Shape shape)
    {
        if (shape is Shape.APost { Placed: false } post && WhoMayStand(post) is var who) return new($"加上「{key}: ...」：{who.Zh}。", $"Add \"{key}: ...\": {who.En}.");
        var (zh, en) = Kinds(shape);
        return new($"加上「{key}: {zh}」。", $"Add \"{key}: {en}\".");
    }

    /// <summary>Who may be written where somebody does a step, is heard or is told.</summary>
    internal static Text WhoMayStand(Shape.APost post)
    {
        var zh = new List<string> { "岗位" };
        var en = new List<string> { "a post" };
        if (post.OrRole) Add("about 里的角色", "a role under about");
        if (post.OrGroup) Add("单位或群组", "a unit, a group");
        if (post.OrSystem) Add("system/标识", "system/ID");
        foreach (var word in post.OrWords) Add(word, word);
        return new(string.Join('、', zh), en.Count == 1 ? en[0] : $"{string.Join(", ", en.SkipLast(1))} or {en[^1]}");

        void Add(string inChinese, string inEnglish)
        {
            zh.Add(inChinese);
            en.Add(inEnglish);
        }
    }

    /// <summary>What a shape is, in a few words.</summary>
    private static Text Kinds(Shape shape) => shape switch
    {
        Shape.Texts => new("{zh: ..., en: ...}", "{zh: ..., en: ...}"),
        Shape.Day => new("2026-07-01", "2026-07-01"),
        Shape.Limit => new("5 working days", "5 working days"),
        Shape.Amount { Units: [var unit, ..] } => new($"20 {unit}", $"20 {unit}"),
        Shape.Amount => new("数量与单位", "a number with its unit"),
        Shape.Word word => new(string.Join('|', word.Words), string.Join('|', word.Words)),
        Shape.List list => new($"[{Kinds(list.Of).Zh}]", $"[{Kinds(list.Of).En}]"),
        Shape.Reference reference => new($"{string.Join("或", reference.Kinds.Select(static kind => Words.Of(kind).InChinese))}的标识", $"id of a {string.Join(" or ", reference.Kinds.Select(static kind => Words.Of(kind).Word))}"),
        Shape.APost { Placed: true } => new("岗位@单位", "post@unit"),
        Shape.APost => new("岗位", "a post"),
        Shape.Map map => new($"{{{string.Join(", ", map.Keywords.Where(static keyword => keyword.Required).Select(static keyword => keyword.Name + ": ..."))}}}", $"{{{string.Join(", ", map.Keywords.Where(static keyword => keyword.Required).Select(static keyword => keyword.Name + ": ..."))}}}"),
        Shape.Flow => new("步骤的列表", "a list of steps"),
        Shape.Number => new("整数", "a whole number"),
        _ => new("...", "..."),
    };
}
