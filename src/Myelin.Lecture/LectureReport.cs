using Myelin.Lecture.Cases;
using Myelin.Lecture.Texts;
using Myelin.Lecture.Topics;
using Myelin.Reports;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Lecture;

/// <summary>The lecture as reports: its topics, one of them, its slips, and whether its numbers are right.</summary>
public static class LectureReport
{
    /// <summary>All topics.</summary>
    /// <param name="texts">The texts of a language.</param>
    public static Report OfTopics(LectureTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new Report(
            new Table([Column.OfText("topic", texts.Term("topic")), Column.OfText("title", "")],
                [.. TopicCatalog.All.Select(topic => (Cell[])[topic.Slug, texts.Title(topic.Slug)])])
            { Key = "topics" },
            new Prose("myelin lecture show <topic>"));
    }

    /// <summary>A topic: the idea, the formula, the numbers worked, and how to do it on data of one's own.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="texts">The texts of a language.</param>
    public static Report OfTopic(Topic topic, LectureTexts texts)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(texts);
        LectureTable[] tables = [.. topic.Tables(texts)];
        Erratum[] slips = [.. texts.Errata.Where(slip => slip.Topic == topic.Slug)];
        return new Report(
        [
            new Facts(new Fact("topic", topic.Slug), new Fact("title", texts.Title(topic.Slug))),
            new Prose(texts.Title(topic.Slug)) { Kind = ProseKind.Heading },
            new Prose(texts.Idea(topic.Slug)) { Key = "idea", Kind = ProseKind.Paragraphs },
            new Prose(LectureTexts.Formula(topic.Slug)) { Key = "formula", Title = texts.Label("formula"), Kind = ProseKind.Verbatim },
            .. tables.SelectMany(table => new Section[] { table.Section, new Prose("") }),
            new Facts(new Fact("tables", Cell.Of(tables.Select(table => table.Record)))),
            new Prose(texts.Notice(topic.Slug)) { Key = "notice", Title = texts.Label("notice"), Kind = ProseKind.Paragraphs },
            new Prose([.. slips.Select(slip => $"#{slip.Number} {texts.Describe(slip)}")]) { Kind = ProseKind.Paragraphs },
            new Facts(new Fact("errata", Cell.Of(slips.Select(slip => slip.Number)))),
            .. topic.Snippet is null ? [] : new Section[] { new Prose(TopicCatalog.Code(topic)) { Key = "code", Title = "C#:", Kind = ProseKind.Verbatim } },
            new Prose([.. topic.Commands]) { Key = "commands", Title = texts.Label("command"), Kind = ProseKind.Verbatim },
        ]);
    }

    /// <summary>The lecture's slips.</summary>
    /// <param name="texts">The texts of a language.</param>
    public static Report OfErrata(LectureTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] keys = ["number", "topic", "place", "printed", "right", "see", "cases"];
        return new Report(
        [
            new Table([.. keys.Select(Column.OfJson)],
                [.. texts.Errata.Select(slip =>
                (Cell[])[slip.Number, slip.Topic, slip.Place, slip.Printed, slip.Right, slip.See, Cell.Of(slip.Cases)])]) { Key = "errata", IsShown = false },
            .. texts.Errata.Select(slip =>
                new Prose($"{texts.Describe(slip)} {slip.See}") { Title = $"#{slip.Number} {slip.Place}", Kind = ProseKind.Paragraphs }),
        ]);
    }

    /// <summary>Whether the numbers of cases are right.</summary>
    /// <param name="report">The cases, recomputed.</param>
    /// <param name="texts">The texts of a language.</param>
    public static Report OfVerification(VerificationReport report, LectureTexts texts)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(texts);
        string[] headings = [texts.Term("cases"), texts.Term("agree"), texts.Label("printed") + texts.Term("differs")];
        CaseResult[] differs = [.. report.Results.Where(result => result.PrintedDiffers)];
        return new Report(
            new Facts(new Fact("cases", report.Results.Count), new Fact("exact", report.Exact), new Fact("printed_differs", report.PrintedDiffers)),
            new Table(
                [Column.OfJson("topic"), Column.OfJson("cases"), Column.OfJson("exact"), Column.OfJson("printed_differs")],
                [.. report.Topics.Select(topic =>
                    (Cell[])[topic.Topic, topic.Results.Count, topic.Exact,
                    Cell.Of(topic.Results.Where(result => result.PrintedDiffers).Select(result => result.Case.Id))])])
            { Key = "topics", IsShown = false },
            new Table(
                [Column.OfText(null, texts.Term("topic")), .. headings.Select(heading => Column.OfNumbers(null, heading))],
                [
                    .. report.Topics.Select(topic => (Cell[])[topic.Topic, topic.Results.Count, topic.Exact, topic.PrintedDiffers]),
                    (Cell[])[texts.Term("total"), report.Results.Count, report.Exact, report.PrintedDiffers],
                ]),
            new Prose([.. differs.Select(result => $"{result.Case.Id}: {Explanation(result.Case, texts)}")]) { Kind = ProseKind.Paragraphs },
            new Table([Column.OfJson("id"), Column.OfJson("wrong")],
                [.. report.Failed.Select(result => (Cell[])[result.Case.Id, Cell.Of(result.Wrong)])])
            { Key = "failed", IsShown = false });
    }

    private static string Explanation(LectureCase item, LectureTexts texts) =>
        texts.Errata.FirstOrDefault(erratum => erratum.Cases.Contains(item.Id)) is { } slip
            ? $"#{slip.Number} {texts.Describe(slip)}"
            : $"{texts.Label("printed")}{item.Printed}. {item.Note}";
}
