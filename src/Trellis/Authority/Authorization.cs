using Trellis.Structure;

namespace Trellis.Authority;

/// <summary>An answer that explains itself.</summary>
public abstract record Authorization
{
    private Authorization(Question question, Answer answer, Text says) => (Question, Answer, Says) = (question, answer, says);

    public Question Question { get; }

    public Answer Answer { get; }

    /// <summary>One or two sentences for a person.</summary>
    public Text Says { get; }

    /// <param name="Mandate">What the act stands on.</param>
    /// <param name="Chain">From the holder of the power down to the post that acts.</param>
    /// <param name="InNameOf">The unit that answers for the act outwardly.</param>
    /// <param name="Articles">What the chain stands on in law, from the power down.</param>
    public sealed record Permitted(Question Question, Answer Answer, Text Says, Mandate Mandate, IReadOnlyList<Mandate> Chain, UnitOnDay InNameOf, IReadOnlyList<Citation> Articles)
        : Authorization(Question, Answer, Says);

    /// <param name="Why">The nearest missing link, with its stable code.</param>
    /// <param name="Could">Who could lawfully decide it, nearest first.</param>
    public sealed record Denied(Question Question, Answer Answer, Text Says, Refusal Why, IReadOnlyList<Answer> Could)
        : Authorization(Question, Answer, Says);

    internal static Authorization Of(Mandates mandates, in Question question, Standing standing, in Answer answer)
    {
        var words = new AuthorityWords(mandates.On(question.Day, standing));
        if (answer is { Permitted: true, Mandate: { } mandate })
        {
            IReadOnlyList<Mandate> chain = [.. mandate.Chain];
            IReadOnlyList<Citation> articles = [.. chain.SelectMany(static link => link.Delegation?.Basis ?? link.Power.Basis).Distinct(SameArticle.Comparer)];
            return new Permitted(question, answer, words.Yes(question, mandate, articles), mandate, chain, mandate.InNameOf, articles);
        }

        var could = mandates.WhoCould(question, standing);
        var why = new Refusal(AuthorityRefusals.CodeOf(answer), words.No(question, answer));
        return new Denied(question, answer, words.NoAndWhoCould(why.Says, question, answer, could), why, could);
    }
}
