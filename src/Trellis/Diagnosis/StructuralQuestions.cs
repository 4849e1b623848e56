using Trellis.Diagnosis.EventLogs;

namespace Trellis.Diagnosis;

/// <summary>Which questions about structure a log can answer, which it cannot, and what to export for the rest.</summary>
public static class StructuralQuestions
{
    public static List<StructuralQuestion> Ask(EventLog log, bool hasTimeOfDay)
    {
        var questions = new List<StructuralQuestion>();
        var moves = log.EventCount > log.CaseCount;

        Add("flow", "事项实际上怎样流转，在哪里等待？", "How do matters really flow, and where do they wait?", moves,
            "有事项、环节和时间。", "It has cases, activities and times.",
            "每个事项只有一个环节，看不出流转。", "Every case has one event only, which shows no flow.",
            "导出每个事项的全部环节，每个环节一行。", "Export every step of every matter, one row a step.");
        Add("rework", "哪些环节要重复办理？", "Which steps have to be done again?", moves,
            "有事项和环节。", "It has cases and activities.",
            "每个事项只有一个环节。", "Every case has one event only.",
            "导出每个事项的全部环节。", "Export every step of every matter.");
        Add("unit-handovers", "单位之间怎样转办，有没有来回推？", "How do units hand matters over, and do matters bounce between them?", log.HasGroups,
            "环节写明了单位。", "Events name the unit.",
            "环节没有写明单位。", "Events do not name the unit.",
            "加一列“单位”（unit、group 或 org:group）：办理该环节的单位。", "Add a column \"unit\" (or group, org:group): the unit that did the step.");
        Add("person-handovers", "一件事要经过多少人的手？", "Through how many hands does a matter go?", log.HasResources,
            "环节写明了经办人。", "Events name who acted.",
            "环节没有写明经办人。", "Events do not name who acted.",
            "加一列“经办人”（resource），可用编号代替姓名。", "Add a column \"resource\": who acted; numbers will do instead of names.");
        Add("concentration", "工作是否集中在少数人或少数单位？", "Does the work lie on few shoulders?", log.HasResources,
            "环节写明了经办人。", "Events name who acted.",
            "环节没有写明经办人。", "Events do not name who acted.",
            "加一列“经办人”（resource），可用编号代替姓名。", "Add a column \"resource\": who acted; numbers will do instead of names.");
        Add("promises", "承诺的时限守住了吗？", "Are promised time limits kept?", log.HasDeadlines,
            "事项有时限。", "Cases have a deadline.",
            "事项没有时限。", "Cases have no deadline.",
            "加一列“期限”（deadline 或 due）：应当办结的时间；最好同时说明依据哪条承诺。", "Add a column \"deadline\" (or due): when the matter should be done; better still, with the promise it rests on.");
        Add("waiting-or-working", "时间花在等待上还是办理上？", "Is time spent waiting or working?", log.HasStarts,
            "环节有开始和结束时间。", "Events have a start and an end.",
            "环节只有一个时间，等待和办理分不开。", "Events have one time only, so waiting and work cannot be told apart.",
            "加一列“开始时间”（start）：真正着手办理的时间。", "Add a column \"start\": when work on the step really began.");
        Add("levels", "事项在层级之间怎样上报和下派，越往下负担越重吗？", "How do matters go up and down the levels, and does load gather at the bottom?", log.HasLevels,
            "环节写明了层级。", "Events name the level.",
            "环节没有写明层级。", "Events do not name the level.",
            "加一列“层级”（level）：省、市、县、乡镇街道、村社区。", "Add a column \"level\": province, city, county, township, village.");
        Add("hours", "什么时候在办事，夜里和周末呢？", "When is work done, and what of nights and weekends?", hasTimeOfDay,
            "时间带有时刻。", "Times carry the time of day.",
            "大部分时间只有日期。", "Most times are days without an hour.",
            "导出带时、分、秒和时区的时间。", "Export times with hours, minutes, seconds and zone.");
        Add("solved", "事情真的解决了吗，还是只是办结了？", "Was the matter solved, or only closed?", canAnswer: false,
            "", "",
            "日志只说何时结束，不说结果，也没有回访。", "The log says when a case ended, not how, and holds no follow-up.",
            "导出办结方式（已解决、解释、不予受理、无人应答）、回访结果和一百八十天内的再次投诉。", "Export the kind of closure (solved, explained, refused, unanswered), the follow-up and complaints filed again within 180 days.");
        Add("power", "承担职责的单位有没有相应的权力？", "Do the units that bear the duty hold the power?", canAnswer: false,
            "", "",
            "日志里没有职责和职权清单。", "A log holds no list of duties and powers.",
            "把职责清单和职权清单写成结构文件，并在日志中区分“等待上级批准”的环节。", "Write duties and powers down as structure files, and mark the steps that wait for somebody else's approval.");
        Add("typed-twice", "同样的信息是不是填了好几遍？", "Is the same information typed several times?", canAnswer: false,
            "", "",
            "日志里没有表单和字段。", "A log holds no forms and fields.",
            "导出表单目录、字段、填报单位、周期和要求填报的单位。", "Export the list of forms with their fields, who fills them, how often and who asks.");
        return questions;

        void Add(string id, string zh, string en, bool canAnswer, string yesZh, string yesEn, string noZh, string noEn, string exportZh, string exportEn) =>
            questions.Add(new StructuralQuestion(
                id, new(zh, en), canAnswer, canAnswer ? new(yesZh, yesEn) : new(noZh, noEn), canAnswer ? null : new(exportZh, exportEn)));
    }
}
