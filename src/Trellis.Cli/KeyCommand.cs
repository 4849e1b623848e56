using System.CommandLine;
using Trellis.Runtime.Ledger;

namespace Trellis.Cli;

/// <summary>`trellis key`: the public key of a record, to be handed to neighbours, witnesses and whoever verifies it; made before there is anything else where neighbours have to name each other.</summary>
internal static class KeyCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var origin = new Option<string?>("--origin") { Description = "Make a new, empty record that signs under this name, such as county.example/record. trellis serve gives it its first structure.", HelpName = "NAME" };
        var command = new Command("key", "Print the public key under which a record signs. With --origin the record is made first.") { origin };
        record.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var place = record.Of(parsed);
            if (parsed.GetValue(origin) is { } name)
            {
                if (place.Store.Exists()) throw new UnusableInput(new Text("这里已经有一份记录。", "There is a record here already."), new Text("去掉 --origin 就显示它的公钥；新记录写到别处。", "Leave --origin out to see its key, or name another place for a new record."), place.Store.Called);
                await using var made = await RecordWriter.CreateAsync(place, name, new RecordSettings(), TimeProvider.System);
            }

            terminal.Words.WriteLine(RecordKeys.Open(place.Keys).Signer.Verifier.ToString());
            return ExitCodes.Fine;
        });
        return command;
    }
}
