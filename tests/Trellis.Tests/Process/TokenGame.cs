using Trellis.Structure;

namespace Trellis.Tests.Process;

/// <summary>The slow twin of walking a flow: blocks that hold tokens, each move played by the rules of its block. It knows no events and no keys of ours but the names of steps.</summary>
internal abstract class TokenGame(Dictionary<string, string> outcomes)
{
    protected Dictionary<string, string> Outcomes { get; } = outcomes;

    public bool Ended { get; protected set; }

    /// <summary>Whether some step inside was done.</summary>
    public bool Begun { get; protected set; }

    public abstract IEnumerable<string> Enabled { get; }

    public abstract void Play(string key, string outcome);

    public static TokenGame Of(FlowPart part, string passes, Dictionary<string, string> outcomes) => part switch
    {
        FlowPart.Step step => new Leaf(step, passes, outcomes),
        FlowPart.Sequence sequence => new Line(sequence.Parts, passes, outcomes),
        FlowPart.Parallel parallel => new Side([.. parallel.Parts.Select(inner => Of(inner, passes, outcomes))], exclusive: false, outcomes),
        FlowPart.AnyOrder any => new Side([.. any.Parts.Select(inner => Of(inner, passes, outcomes))], exclusive: true, outcomes),
        FlowPart.Choice choice => new Line(choice.Branches.First(branch => branch.When is null || Holds(branch.When.Text, outcomes)).Then.Parts, passes, outcomes),
        FlowPart.Repeat repeat => new Loop(repeat, passes, outcomes),
        _ => throw new InvalidOperationException("The twin knows no parts."),
    };

    /// <summary>Conditions of the game: NAME.outcome = "VALUE", of the last time it was done.</summary>
    protected static bool Holds(string when, Dictionary<string, string> outcomes)
    {
        var parts = when.Split(" = ");
        return outcomes[parts[0][..^".outcome".Length]] == parts[1].Trim('"');
    }

    private sealed class Leaf : TokenGame
    {
        private readonly string _id;
        private readonly string _key;

        public Leaf(FlowPart.Step step, string passes, Dictionary<string, string> outcomes)
            : base(outcomes)
        {
            (_id, _key) = (step.Id, step.Id + passes);
            Ended = step.When is { } when && !Holds(when.Text, outcomes);
        }

        public override IEnumerable<string> Enabled => Ended ? [] : [_key];

        public override void Play(string key, string outcome)
        {
            if (key != _key || Ended) return;
            (Ended, Begun) = (true, true);
            Outcomes[_id] = outcome;
        }
    }

    private sealed class Line : TokenGame
    {
        private readonly IReadOnlyList<FlowPart> _parts;
        private readonly string _passes;
        private int _at = -1;
        private TokenGame? _now;

        public Line(IReadOnlyList<FlowPart> parts, string passes, Dictionary<string, string> outcomes)
            : base(outcomes)
        {
            (_parts, _passes) = (parts, passes);
            Go();
        }

        public override IEnumerable<string> Enabled => _now?.Enabled ?? [];

        public override void Play(string key, string outcome)
        {
            _now?.Play(key, outcome);
            Begun |= _now?.Begun == true;
            Go();
        }

        private void Go()
        {
            while (_now is null || _now.Ended)
            {
                Begun |= _now?.Begun == true;
                if (++_at >= _parts.Count)
                {
                    (_now, Ended) = (null, true);
                    return;
                }

                _now = Of(_parts[_at], _passes, Outcomes);
            }
        }
    }

    private sealed class Side : TokenGame
    {
        private readonly IReadOnlyList<TokenGame> _inner;
        private readonly bool _exclusive;

        public Side(IReadOnlyList<TokenGame> inner, bool exclusive, Dictionary<string, string> outcomes)
            : base(outcomes)
        {
            (_inner, _exclusive) = (inner, exclusive);
            Ended = inner.All(static one => one.Ended);
        }

        public override IEnumerable<string> Enabled => _exclusive && _inner.FirstOrDefault(static one => one is { Begun: true, Ended: false }) is { } begun ? begun.Enabled : _inner.SelectMany(static one => one.Enabled);

        public override void Play(string key, string outcome)
        {
            foreach (var inner in _inner)
                if (inner.Enabled.Contains(key)) inner.Play(key, outcome);
            Begun |= _inner.Any(static one => one.Begun);
            Ended = _inner.All(static one => one.Ended);
        }
    }

    private sealed class Loop : TokenGame
    {
        private readonly FlowPart.Repeat _repeat;
        private readonly string _passes;
        private int _pass = 1;
        private bool _exhausted;
        private TokenGame _now;

        public Loop(FlowPart.Repeat repeat, string passes, Dictionary<string, string> outcomes)
            : base(outcomes)
        {
            (_repeat, _passes) = (repeat, passes);
            _now = Body();
            Go();
        }

        public override IEnumerable<string> Enabled => Ended ? [] : _now.Enabled;

        public override void Play(string key, string outcome)
        {
            _now.Play(key, outcome);
            Begun |= _now.Begun;
            Go();
        }

        private TokenGame Body() => Of(_repeat.Do, _passes.Length == 0 ? $"#{_pass}" : $"{_passes}.{_pass}", Outcomes);

        private void Go()
        {
            while (!Ended && _now.Ended)
            {
                if (_exhausted || (_repeat.Until is { } until && Holds(until.Text, Outcomes))) Ended = true;
                else if (_pass < _repeat.AtMost)
                {
                    _pass++;
                    _now = Body();
                }
                else if (_repeat.Exhausted is { } exhausted)
                {
                    _now = Of(exhausted, _passes.Length == 0 ? $"#{_pass}" : $"{_passes}.{_pass}", Outcomes);
                    _exhausted = true;
                }
                else Ended = true;
            }
        }
    }
}
