using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Structure.Quantities;

namespace Trellis.Structure.Vocabulary;

/// <summary>
/// JSON Schemas (draft-07) of the YAML files of a structure, one for each kind, made from the same shapes by which files are read,
/// so that editors complete, underline and explain. They know spelling only; what names refer to, only "check" knows.
/// </summary>
/// <remarks>An editor types plain scalars (12 is a number, true a truth value); here every scalar is text, so numbers are allowed wherever text is.</remarks>
public static class JsonSchemas
{
    public const string Draft = "http://json-schema.org/draft-07/schema#";

    private const string Id = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
    private const string IdOrNumber = "[a-z0-9]+(-[a-z0-9]+)*";
    private const string FactName = $"{Id}(\\.{Id})*";
    private const string Article = "[0-9][A-Za-z0-9.-]*";
    private const string Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string Number = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    /// <summary>Kinds that are written in YAML; the others are tables only.</summary>
    public static IReadOnlyList<KindWords> Kinds { get; } = [.. Words.All.Where(static words => !words.Inner && !words.AlwaysTable)];

    /// <summary>"duties.schema.json" for duties.</summary>
    public static string FileOf(KindWords words) => $"{words.Plural}.schema.json";

    /// <summary>Where files of the kind lie, as editors match paths.</summary>
    public static IReadOnlyList<string> PathsOf(KindWords words) => words switch
    {
        { Kind: Kind.Structure } => ["**/structure.yaml"],
        { Kind: Kind.Overlay } => ["**/overlays/*/overlay.yaml"],
        { OneAFile: true } => [$"**/{words.Plural}/*.yaml"],
        _ => [$"**/{words.Plural}.yaml", $"**/{words.Plural}/*.yaml"],
    };

    /// <summary>The setting "yaml.schemas" of editors that use the YAML language server, as the text of a settings file.</summary>
    /// <param name="folder">Where the schemas lie, as the editor finds them: "./docs/schema".</param>
    public static string EditorSettings(string folder)
    {
        return Written(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("yaml.schemas");
            foreach (var words in Kinds)
            {
                json.WriteStartArray($"{folder.TrimEnd('/')}/{FileOf(words)}");
                foreach (var path in PathsOf(words)) json.WriteStringValue(path);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>The schema of the files of one kind.</summary>
    public static string Of(KindWords words) => Written(json => new Writer(json, words).Write());

    private static string Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(json);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private sealed class Writer(Utf8JsonWriter json, KindWords words)
    {
        /// <summary>Maps that are used, in the order in which they were met, each written once below "definitions".</summary>
        private readonly List<(string Name, Shape.Map Map, bool InOverlay)> _maps = [];
        private bool _flow;
        private bool _texts;
        private bool _entries;

        public void Write()
        {
            json.WriteStartObject();
            json.WriteString("$schema", Draft);
            json.WriteString("title", $"{words.Plural} (Trellis structure language {Words.LanguageVersion})");
            Describe(KeywordTexts.OfWord(words.Word));
            // One entry a file; where it changes on a day, its spells stand there as a list.
            if (words.Kind is Kind.Structure or Kind.Overlay) WriteReference(Name(words.Shape));
            else if (words.OneAFile)
            {
                json.WriteStartObject("if");
                json.WriteString("type", "array");
                json.WriteEndObject();
                json.WriteStartObject("then");
                WriteList(words.Shape);
                json.WriteEndObject();
                json.WriteStartObject("else");
                WriteReference(Name(words.Shape));
                json.WriteEndObject();
            }
            else WriteList(words.Shape);

            json.WriteStartObject("definitions");
            var flowWritten = false;
            for (var at = 0; at < _maps.Count || (_flow && !flowWritten); at++)
            {
                if (at < _maps.Count)
                {
                    json.WriteStartObject(_maps[at].Name);
                    WriteMap(_maps[at].Map, _maps[at].InOverlay);
                    json.WriteEndObject();
                }

                if (_flow && !flowWritten)
                {
                    flowWritten = true;
                    WriteFlow();
                }
            }

            if (_texts) WriteTexts();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void WriteMap(Shape.Map map, bool inOverlay)
        {
            var word = Words.OfWord(map.Title) is { Inner: false } || Words.StepMap(map.Title) is not null || Words.ControlMap(map.Title) is not null ? KeywordTexts.OfWord(map.Title) : null;
            Describe(word);
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var keyword in map.Keywords)
            {
                json.WriteStartObject(keyword.Name);
                Describe(KeywordTexts.Of(map, keyword));
                if (keyword.Default is { } otherwise) json.WriteString("default", otherwise);
                WriteShape(keyword.Shape);
                json.WriteEndObject();
            }

            if (inOverlay)
            {
                json.WriteStartObject("against");
                Describe(KeywordTexts.Of(map, new Keyword("against", new Shape.Verbatim())));
                WriteShape(new Shape.Verbatim(20));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            // Facts stand in columns of tables, and in an overlay beside the keys.
            if (map.Title is "unit" or "seat")
            {
                json.WriteStartObject("patternProperties");
                json.WriteStartObject(map.Title == "unit" ? "^unit\\." : "^actor\\.");
                WriteTypes();
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteBoolean("additionalProperties", false);
            var required = map.Keywords.Where(static keyword => keyword.Required).Select(static keyword => keyword.Name).ToList();
            if (required.Count == 0) return;
            json.WriteStartArray("required");
            foreach (var name in required) json.WriteStringValue(name);
            json.WriteEndArray();
        }

        /// <summary>An element of a flow has one step or control word, and beside a control word perhaps "within".</summary>
        private void WriteFlow()
        {
            string[] all = [.. Words.StepWords, .. Words.ControlWords];
            json.WriteStartObject("flow");
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var word in all)
            {
                json.WriteStartObject(word);
                Describe(KeywordTexts.OfWord(word));
                if (word is "sequence" or "parallel" or "any-order") WriteReference("flow");
                else if (word == "choice") WriteList(Words.ControlMap(word)!);
                else WriteShape(Words.StepMap(word) ?? Words.ControlMap(word)!);
                json.WriteEndObject();
            }

            json.WriteStartObject("within");
            WriteShape(new Shape.Limit(OrExpression: true));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteBoolean("additionalProperties", false);
            json.WriteStartArray("oneOf");
            foreach (var word in all)
            {
                json.WriteStartObject();
                json.WriteStartArray("required");
                json.WriteStringValue(word);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private void WriteShape(Shape shape)
        {
            switch (shape)
            {
                case Shape.Map map: WriteReference(Name(map)); break;
                case Shape.Flow:
                    _flow = true;
                    WriteReference("flow");
                    break;
                case Shape.List list when list.OneAlone: WriteEither(list.Of, list with { OneAlone = false }); break;
                case Shape.List list: WriteList(list.Of); break;
                case Shape.Keyed keyed when keyed.KeysAlone: WriteEither(keyed with { KeysAlone = false }, new Shape.List(keyed.Key)); break;
                case Shape.Keyed keyed: WriteKeyed(keyed); break;
                case Shape.Either { Of.Length: 1 } either: WriteShape(either.Of[0]); break;
                case Shape.Either either: WriteEither(either.Of); break;
                case Shape.Texts:
                    _texts = true;
                    WriteReference("text");
                    break;
                case Shape.AnyEntry: WriteAnyEntry(); break;
                default: WriteScalar(shape); break;
            }
        }

        private void WriteScalar(Shape shape)
        {
            switch (shape)
            {
                case Shape.Id id: WritePattern(id.MayBeginWithDigit ? IdOrNumber : Id, Ids.Longest, Say.Id); break;
                case Shape.Label or Shape.StepName: WritePattern(IdOrNumber, Ids.Longest); break;
                case Shape.Reference reference: WritePattern(PatternOf(reference)); break;
                case Shape.APost post: WritePost(post); break;
                case Shape.AnArticle: WritePattern($"{Id}(/{Article})?", otherwise: Say.Article); break;
                case Shape.Word word: WriteWords(word.Words); break;
                case Shape.Day: WritePattern(Day, otherwise: Say.Day); break;
                case Shape.Limit limit: WriteLimit(limit); break;
                case Shape.Amount amount: WriteAmount(amount); break;
                case Shape.Number number: WriteNumber(number); break;
                case Shape.Verbatim verbatim:
                    WriteTypes();
                    json.WriteNumber("maxLength", verbatim.Most * 4);
                    break;
                case Shape.Hours: WritePattern("[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}", otherwise: Say.Hours); break;
                case Shape.AFormula: WriteTypes(); break;
                case Shape.Fact: WritePattern(FactName); break;
                case Shape.ItemType: WriteItemType(); break;
                default: throw new InvalidOperationException($"There is no schema for {shape.GetType().Name}.");
            }
        }

        private static string PatternOf(Shape.Reference reference)
        {
            var kinds = string.Join('|', reference.Kinds.Select(static kind => Words.Of(kind).Word));
            var id = reference.Kinds.Contains(Kind.Item) ? $"({FactName}|{IdOrNumber})" : IdOrNumber;
            if (reference.Prefixed) return $"({kinds})/{id}";
            return reference.MayBePrefixed ? $"(({kinds})/)?{id}" : id;
        }

        private void WritePost(Shape.APost post)
        {
            var pattern = post switch
            {
                { Placed: true, OrGroup: true } => $"{IdOrNumber}(@{IdOrNumber})?",
                { Placed: true } => $"{Id}@{IdOrNumber}",
                { OrSystem: true } => $"(system/{Id}|{Id}(@{IdOrNumber})?)",
                { OrGroup: true } => $"{IdOrNumber}(@{IdOrNumber})?",
                _ => $"{Id}(@{IdOrNumber})?",
            };
            if (post.OrWords.Count == 0)
            {
                WritePattern(pattern);
                return;
            }

            json.WriteStartArray("anyOf");
            json.WriteStartObject();
            WriteWords(post.OrWords);
            json.WriteEndObject();
            json.WriteStartObject();
            WritePattern(pattern);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        private void WriteLimit(Shape.Limit limit)
        {
            var patterns = new List<string> { LimitPattern };
            if (limit.OrDay) patterns.Add(Day);
            if (limit.OrExpression) patterns.Add(Expression);
            WritePattern(patterns.Count == 1 ? patterns[0] : $"({string.Join('|', patterns)})", otherwise: Say.Limit);
        }

        private void WriteAmount(Shape.Amount amount)
        {
            var names = Measures.All.Select(Measures.Facts).Where(facts => amount.Units.Length == 0 || amount.Units.Contains(facts.Name, StringComparer.Ordinal))
                .SelectMany(static facts => new[] { facts.Name, facts.One }).Distinct(StringComparer.Ordinal);
            var pattern = $"{Number} ({string.Join('|', names)})";
            WritePattern(amount.OrExpression ? $"({pattern}|{Expression})" : pattern, otherwise: Say.Amount);
        }

        private void WriteNumber(Shape.Number number)
        {
            json.WriteStartArray("type");
            json.WriteStringValue("integer");
            json.WriteStringValue("string");
            json.WriteEndArray();
            json.WriteNumber("minimum", number.Least);
            json.WriteNumber("maximum", number.Most);
            json.WriteString("pattern", "^[0-9]+$");
        }

        private void WriteItemType()
        {
            json.WriteStartArray("anyOf");
            json.WriteStartObject();
            WriteWords(Words.ScalarTypes);
            json.WriteEndObject();
            json.WriteStartObject();
            WritePattern($"(list of )?{Id}");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        private void WriteEither(params Shape[] shapes)
        {
            json.WriteStartArray("anyOf");
            foreach (var shape in shapes)
            {
                json.WriteStartObject();
                WriteShape(shape);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        private void WriteList(Shape of)
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            WriteShape(of);
            json.WriteEndObject();
        }

        private void WriteKeyed(Shape.Keyed keyed)
        {
            json.WriteString("type", "object");
            json.WriteStartObject("propertyNames");
            WriteShape(keyed.Key);
            json.WriteEndObject();
            json.WriteStartObject("additionalProperties");
            WriteShape(keyed.Value);
            json.WriteEndObject();
        }

        /// <summary>A text in one language is a note of the checker, not a mistake in spelling.</summary>
        private void WriteTexts()
        {
            json.WriteStartObject("text");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var language in (ReadOnlySpan<string>)["zh", "en"])
            {
                json.WriteStartObject(language);
                WriteTypes();
                json.WriteNumber("minLength", 1);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteBoolean("additionalProperties", false);
            json.WriteNumber("minProperties", 1);
            json.WriteEndObject();
        }

        /// <summary>An entry of any kind, whole, as overlays add and replace them.</summary>
        private void WriteAnyEntry()
        {
            if (!_entries)
            {
                _entries = true;
                foreach (var other in Words.All)
                    if (!other.Inner && other.Kind is not (Kind.Structure or Kind.Overlay)) _maps.Add((other.Word, other.Shape, true));
            }

            json.WriteStartArray("anyOf");
            foreach (var other in Words.All)
            {
                if (other.Inner || other.Kind is Kind.Structure or Kind.Overlay) continue;
                json.WriteStartObject();
                WriteReference(other.Word);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        private void WriteTypes()
        {
            json.WriteStartArray("type");
            json.WriteStringValue("string");
            json.WriteStringValue("number");
            json.WriteEndArray();
        }

        /// <summary>What may begin with a digit an editor may take for a number; elsewhere a bare number is a mistake, such as a sum without its unit.</summary>
        /// <param name="pattern">Of the whole text.</param>
        /// <param name="most">Letters at most; null where nothing limits them.</param>
        /// <param name="otherwise">What the editor says of a text that does not fit, instead of showing the pattern.</param>
        private void WritePattern(string pattern, int? most = null, Text? otherwise = null)
        {
            if (pattern.StartsWith(IdOrNumber, StringComparison.Ordinal)) WriteTypes();
            else json.WriteString("type", "string");
            json.WriteString("pattern", $"^{pattern}$");
            if (otherwise is { } say) json.WriteString("patternErrorMessage", $"{say.Zh} {say.En}");
            if (most is { } letters) json.WriteNumber("maxLength", letters);
        }

        private void WriteWords(IEnumerable<string> values)
        {
            json.WriteStartArray("enum");
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        /// <summary>Draft 7 ignores what stands beside a reference, so it is wrapped.</summary>
        private void WriteReference(string name)
        {
            json.WriteStartArray("allOf");
            json.WriteStartObject();
            json.WriteString("$ref", $"#/definitions/{name}");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        private string Name(Shape.Map map)
        {
            // Steps have the title of their word; a step map and a kind never share one.
            if (!_maps.Exists(one => one.Name == map.Title)) _maps.Add((map.Title, map, false));
            return map.Title;
        }

        private void Describe(Text? text)
        {
            if (text is { } words) json.WriteString("description", $"{words.Zh}\n\n{words.En}");
        }
    }

    /// <summary>What an editor says instead of showing a pattern.</summary>
    private static class Say
    {
        public static readonly Text Limit = new("时限写作数目加单位，如 3 working days、2 hours。", "Write a limit as a number and a unit: 3 working days, 2 hours.");
        public static readonly Text Amount = new("写作数目加单位，如 5000 CNY、60 m2。", "Write a number and its unit: 5000 CNY, 60 m2.");
        public static readonly Text Day = new("日期写作 2026-05-01。", "Write a day as 2026-05-01.");
        public static readonly Text Hours = new("时段写作 09:00-12:00。", "Write hours as 09:00-12:00.");
        public static readonly Text Id = new("编号只用小写字母、数字和连字符，以字母开头。", "An id has small letters, digits and hyphens, and begins with a letter.");
        public static readonly Text Article = new("写作 法规编号/条，如 food-safety-law/35。", "Write law and article: food-safety-law/35.");
    }

    /// <summary>What the reader takes for an expression where a value may stand as well.</summary>
    private const string Expression = @"[\s\S]*\.[\s\S]*|if [\s\S]*";

    private static readonly string LimitPattern = $"[1-9][0-9]* ({string.Join('|', Measures.All.Select(Measures.Facts)
        .Where(static facts => facts.Dimension is Dimension.ClockTime or Dimension.Days or Dimension.Months or Dimension.WorkingHours or Dimension.WorkingDays)
        .SelectMany(static facts => new[] { facts.Name, facts.One }))})";
}
