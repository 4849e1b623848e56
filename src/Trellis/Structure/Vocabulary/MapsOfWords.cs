namespace Trellis.Structure.Vocabulary;

/// <summary>All maps of the vocabulary, each once: what may stand in an entry, in a part of one, in a step.</summary>
public static class MapsOfWords
{
    /// <summary>A kind, then the maps inside it, in the order in which they are declared; after the kinds the steps and control words.</summary>
    public static IReadOnlyList<Shape.Map> All { get; } = Make();

    /// <summary>The maps inside a map, without it.</summary>
    public static IReadOnlyList<Shape.Map> Inside(Shape.Map map)
    {
        var found = new List<Shape.Map>();
        foreach (var keyword in map.Keywords) Walk(keyword.Shape, found);
        return found;
    }

    private static List<Shape.Map> Make()
    {
        var found = new List<Shape.Map>();
        foreach (var words in Words.All)
            if (!words.Inner) Walk(words.Shape, found);
        foreach (var word in Words.StepWords) Walk(Words.StepMap(word)!, found);
        foreach (var word in Words.ControlWords)
            if (Words.ControlMap(word) is { } map) Walk(map, found);
        return found;
    }

    private static void Walk(Shape shape, List<Shape.Map> found)
    {
        switch (shape)
        {
            case Shape.Map map:
                if (found.Exists(one => one.Title == map.Title)) return;
                found.Add(map);
                foreach (var keyword in map.Keywords) Walk(keyword.Shape, found);
                break;
            case Shape.List list:
                Walk(list.Of, found);
                break;
            case Shape.Keyed keyed:
                Walk(keyed.Value, found);
                break;
            case Shape.Either either:
                foreach (var one in either.Of) Walk(one, found);
                break;
            default:
                break;
        }
    }
}
