using System.Globalization;
using System.Text;

namespace Trellis.Bench.Generators;

/// <summary>
/// An invented hotline of an invented county, the README's first log: calls are registered, sent to a town or bureau, sometimes returned
/// or handed back and forth, sometimes kept waiting for an approval, mostly answered, often just before the deadline.
/// Units, numbers and faults are made up; no real place or person stands behind them.
/// </summary>
public static class Hotline
{
    private sealed record Unit(Text Name, Text Level, string Prefix, int People);

    private sealed record Topic(int Weight, Unit First, Unit? Rival, double ReturnShare, double ApprovalShare, Unit? Approver, int DeadlineDays, double WorkHours);

    private static readonly Text County = new("县级", "county"), Township = new("乡镇", "township"), Village = new("村居", "village");
    private static readonly Unit Centre = new(new("热线中心", "Hotline Centre"), County, "C", 6);
    private static readonly Unit Urban = new(new("城管局", "Urban Management"), County, "U", 7);
    private static readonly Unit Housing = new(new("住建局", "Housing Bureau"), County, "B", 5);
    private static readonly Unit Market = new(new("市场监管局", "Market Bureau"), County, "M", 6);
    private static readonly Unit Water = new(new("水务局", "Water Bureau"), County, "W", 4);
    private static readonly Unit Civil = new(new("民政局", "Civil Affairs"), County, "V", 4);
    private static readonly Unit Xikou = new(new("溪口镇", "Xikou Town"), Township, "X", 5);
    private static readonly Unit Shiping = new(new("石坪镇", "Shiping Town"), Township, "S", 4);
    private static readonly Unit Chengguan = new(new("城关街道", "Chengguan Street"), Township, "G", 8);
    private static readonly Unit Supervision = new(new("督查室", "Supervision Office"), County, "D", 3);
    private static readonly Unit Heping = new(new("和平社区", "Heping Neighbourhood"), Village, "H", 3);

    private static readonly Topic[] Topics =
    [
        new(26, Chengguan, Urban, 0.28, 0.10, Urban, 8, 7),     // noise at night: is it the street's or the bureau's?
        new(18, Xikou, Housing, 0.16, 0.22, Housing, 15, 22),   // illegal building: the town asks, the bureau decides
        new(16, Market, null, 0.04, 0.05, Market, 10, 13),       // unfair prices
        new(14, Water, Chengguan, 0.10, 0.04, Water, 7, 5),     // no water
        new(12, Shiping, Civil, 0.08, 0.45, Civil, 20, 20),     // relief: small sums too go up for approval
        new(14, Heping, Chengguan, 0.06, 0.12, Chengguan, 8, 4), // rubbish
    ];

    private static readonly Text
        Register = new("登记", "Register call"), Dispatch = new("派单", "Dispatch"), Accept = new("签收", "Accept"), Return = new("退回", "Return"),
        HandOver = new("转办", "Hand over"), Visit = new("现场核查", "Visit site"), Ask = new("请示", "Ask for approval"), Approve = new("审批", "Approve"),
        Handle = new("处理", "Put right"), Reply = new("答复", "Reply to caller"), FollowUp = new("回访", "Follow-up call"), Close = new("办结", "Close");

    private static readonly Text[] Header =
    [
        new("案件编号", "case"), new("环节", "activity"), new("经办人", "resource"), new("单位", "unit"), new("层级", "level"),
        new("开始时间", "start"), new("时间", "time"), new("期限", "deadline"),
    ];

    public static void Write(TextWriter to, int matters, Language language, ulong seed = 2024)
    {
        var rows = new List<(DateTime Time, int Order, string Line)>();
        var numbers = new SeededNumbers(seed);
        for (var matter = 0; matter < matters; matter++) new Call(numbers, language, matter, matters, rows).Run();
        rows.Sort(static (one, other) => one.Time != other.Time ? one.Time.CompareTo(other.Time) : one.Order.CompareTo(other.Order));

        to.Write(string.Join(',', Array.ConvertAll(Header, column => column.In(language))) + "\n");
        foreach (var row in rows) to.Write(row.Line);
    }

    /// <summary>One caller's matter from registration to the end.</summary>
    private sealed class Call(SeededNumbers numbers, Language language, int matter, int matters, List<(DateTime, int, string)> rows)
    {
        private DateTime _now;
        private DateTime _deadline;
        private readonly Dictionary<Unit, int> _clerks = [];
        private bool _first = true;

        public void Run()
        {
            var topic = Pick();
            _now = new DateTime(2024, 1, 2).AddDays((int)(364L * matter / matters)).AddHours(numbers.Chance(0.85) ? 7.5 + (numbers.Share() * 12) : numbers.Share() * 24);
            _deadline = WorkingDay(_now.Date.AddDays(topic.DeadlineDays)).AddHours(17.5);

            Step(Register, Centre, waitHours: 0, workMinutes: 6, atNight: true);
            Step(Dispatch, Centre, waitHours: 0.3 + numbers.Waiting(0.8), workMinutes: 4, atNight: true);
            var holder = topic.First;
            // Passed round: returned to the centre, or handed to the rival unit and back.
            for (var round = 0; round < 5 && numbers.Chance(topic.ReturnShare * (round == 0 ? 1.6 : 1.1)); round++)
            {
                if (topic.Rival is { } rival && numbers.Chance(0.6))
                {
                    Step(HandOver, holder, waitHours: 5 + numbers.Waiting(9), workMinutes: 10);
                    holder = holder == rival ? topic.First : rival;
                }
                else
                {
                    Step(Return, holder, waitHours: 4 + numbers.Waiting(7), workMinutes: 8);
                    Step(Dispatch, Centre, waitHours: 0.5 + numbers.Waiting(2), workMinutes: 4, atNight: true);
                }
            }

            Step(Accept, holder, waitHours: 0.5 + numbers.Waiting(4), workMinutes: 5);
            if (numbers.Chance(0.62)) Step(Visit, numbers.Chance(0.12) ? Heping : holder, waitHours: 2 + numbers.Waiting(12), workMinutes: 75);
            if (topic.Approver is { } approver && approver != holder && numbers.Chance(topic.ApprovalShare))
            {
                Step(Ask, holder, waitHours: 1 + numbers.Waiting(4), workMinutes: 25);
                Step(Approve, approver, waitHours: 20 + numbers.Waiting(60), workMinutes: 12);
            }

            if (numbers.Chance(0.9)) Step(Handle, holder, waitHours: 2 + numbers.Waiting(topic.WorkHours), workMinutes: 110);
            // Work expands to the deadline: many answers leave on its last afternoon.
            var followedUp = numbers.Chance(0.45);
            if (!followedUp && numbers.Chance(0.5) && _now < _deadline.AddHours(-3)) _now = _deadline.AddHours(-3 + (numbers.Share() * 2.4));
            Step(Reply, holder, waitHours: 0.2 + numbers.Waiting(1.5), workMinutes: 12);
            if (numbers.Chance(0.96)) Step(Close, holder, waitHours: 0.1, workMinutes: 2);
            if (!followedUp) return;
            Step(FollowUp, Supervision, waitHours: 4 + numbers.Waiting(20), workMinutes: 5);
            if (!numbers.Chance(0.16)) return;
            // Not solved after all.
            Step(Dispatch, Centre, waitHours: 0.5, workMinutes: 4, atNight: true);
            Step(Handle, holder, waitHours: 6 + numbers.Waiting(20), workMinutes: 90);
            Step(Reply, holder, waitHours: 1 + numbers.Waiting(3), workMinutes: 12);
            Step(Close, holder, waitHours: 0.1, workMinutes: 2);
        }

        private Topic Pick()
        {
            var at = numbers.Below(100);
            foreach (var topic in Topics)
                if ((at -= topic.Weight) < 0) return topic;
            return Topics[0];
        }

        private void Step(Text activity, Unit unit, double waitHours, int workMinutes, bool atNight = false)
        {
            var start = _now.AddMinutes((int)(waitHours * 60));
            if (!atNight) start = OfficeHours(start);
            var end = start.AddMinutes(Math.Max(1, (int)(workMinutes * (0.5 + numbers.Share()))));
            // A matter mostly stays with the clerk who has it; some events lost the name.
            if (!_clerks.TryGetValue(unit, out var clerk) || numbers.Chance(0.15)) _clerks[unit] = clerk = numbers.Skewed(unit.People) + 1;
            var person = numbers.Chance(0.03) ? "" : string.Create(CultureInfo.InvariantCulture, $"{unit.Prefix}{clerk:D2}");
            var deadline = _first ? Written(_deadline) : "";
            _first = false;
            rows.Add((end, rows.Count, $"H24-{matter + 1:D4},{activity.In(language)},{person},{unit.Name.In(language)},{unit.Level.In(language)},{Written(start)},{Written(end)},{deadline}\n"));
            _now = end;
        }

        private DateTime OfficeHours(DateTime time)
        {
            if (numbers.Chance(0.04)) return time; // somebody works on
            if (time.TimeOfDay > new TimeSpan(17, 30, 0)) time = time.Date.AddDays(1).AddHours(9);
            var day = WorkingDay(time.Date);
            if (day != time.Date) time = day.AddHours(9);
            if (time.TimeOfDay < new TimeSpan(9, 0, 0)) time = time.Date.AddHours(9).AddMinutes(numbers.Below(50));
            else if (time.TimeOfDay > new TimeSpan(12, 0, 0) && time.TimeOfDay < new TimeSpan(13, 30, 0)) time = time.Date.AddHours(13.5).AddMinutes(numbers.Below(20));
            return time;
        }

        private static DateTime WorkingDay(DateTime day)
        {
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) day = day.AddDays(1);
            return day;
        }

        private static string Written(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'+08'", CultureInfo.InvariantCulture);
    }
}
