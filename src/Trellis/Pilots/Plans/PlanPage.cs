namespace Trellis.Pilots.Plans;
public static class PlanPage { public static void Write(StructurePlan plan, Language language, Stream to) { _ = (plan, language, to); } }
