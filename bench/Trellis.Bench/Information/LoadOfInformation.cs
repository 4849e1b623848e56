using System.Globalization;
using System.Text;
using Trellis.Authority;
using Trellis.Bench.Process;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure.Expressions;

namespace Trellis.Bench.Information;

/// <summary>
/// Callers that enter rows of a register and record values in them, and officers who look into matters and are shown what stands there, without end. Each says on standard output what
/// came of it before anything else is done: "done CALLER NUMBER POSITION", "shown MATTER POSITION". Made to be killed.
/// </summary>
/// <param name="from">For each caller the number of the first act: those before it are done. An act has the same key whichever program sends it.</param>
internal sealed class LoadOfInformation(RecordPlace place, string root, int[] from)
{
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _writing = new();

    /// <summary>Every other act enters a row, and the one after it records a value there.</summary>
    public static RowId RowOf(int caller, int number) => new("person", string.Create(CultureInfo.InvariantCulture, $"k-{caller}-{number / 2}"));

    public async Task RunAsync()
    {
        await using var complaints = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var registers = await RegistersDesk.OpenAsync(complaints.Writer, complaints.Desk);
        ImportsDesk.Open(complaints.Writer, complaints.Desk, registers); // words by which rows are found go into the same transactions
        var looks = await LooksDesk.OpenAsync(complaints.Desk);
        await Task.WhenAll([
            .. from.Select((first, caller) => Task.Run(() => RecordAsync(registers, caller, first))),
            .. from.Select((_, caller) => Task.Run(() => LookAsync(complaints, looks, caller))),
        ]);
    }

    private async Task RecordAsync(RegistersDesk registers, int caller, int first)
    {
        var source = new SourceGiven(ValueSource.Act);
        for (var number = first; ; number++)
        {
            FixedList<ItemGiven> given = [new ItemGiven("phone", Value.Of(string.Create(CultureInfo.InvariantCulture, $"139{number:00000000}")))];
            var row = RowOf(caller, number);
            IAct act = number % 2 == 0 ? new EnterSubject(row, given, source) : new RecordValues(row, given, source);
            var answer = await registers.DoAsync(new ActOrder { By = Actor.System, Act = act, Key = string.Create(CultureInfo.InvariantCulture, $"k-{caller}-{number}") }, CancellationToken.None);
            if (answer is not ActAnswer.Done { Receipt.First: var at }) throw new InvalidOperationException($"{act}: {answer}");
            Say(string.Create(CultureInfo.InvariantCulture, $"done {caller} {number} {at}\n"));
        }
    }

    private async Task LookAsync(NoiseComplaints complaints, LooksDesk looks, int caller)
    {
        var matter = await complaints.DoAsync(complaints.Filing($"looked-{caller}", caller), null);
        var officer = (Actor.Officer)complaints.OfficerIn(matter.OpenAt("receive")!.Performer!.Value.Post!.Value);
        while (true)
        {
            if (await looks.LookIntoAsync(officer, matter.Id, CancellationToken.None) is not LookAnswer.Committed(var look)) throw new InvalidOperationException("A look was refused.");
            await Task.Yield();
            if (complaints.Desk.Questions.Contents(looks, look) is not { Count: > 0 }) throw new InvalidOperationException("A look showed nothing.");
            Say(string.Create(CultureInfo.InvariantCulture, $"shown {matter.Id} {look.Receipt.First}\n"));
        }
    }

    private void Say(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line);
        lock (_writing) _output.Write(bytes);
    }
}
