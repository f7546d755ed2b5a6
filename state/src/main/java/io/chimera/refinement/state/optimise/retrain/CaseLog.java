package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.DecisionContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The lessons of one catalogue in the order of time, as numbers: what each trial goes through.
 *
 * @param actions names, sorted
 * @param subjects {@code system/component}, in order of appearance
 * @param exploration share of every decision that was drawn uniformly, as far as the smallest
 *     probability tells: an upper bound
 */
record CaseLog(List<String> actions, List<String> subjects, List<Case> cases, double exploration) {
  private static final double MOST_EXPLORATION = 0.5;

  /**
   * One decision.
   *
   * @param subject index of the subject
   * @param pmf probabilities by index of action; 0 for what was not allowed
   * @param allowed what was
   */
  record Case(
      int subject,
      double[] context,
      double[] pmf,
      boolean[] allowed,
      int drawn,
      int executed,
      double reward) {}

  static CaseLog of(Collection<Lesson> lessons) {
    List<Lesson> ordered = new ArrayList<>(lessons);
    ordered.sort(Lesson.ORDER);
    TreeSet<String> names = new TreeSet<>();
    for (Lesson lesson : ordered) {
      names.addAll(lesson.pmf().keySet());
      names.addAll(lesson.vetoed());
    }
    List<String> actions = List.copyOf(names);
    List<String> subjects = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    List<Case> cases = new ArrayList<>(ordered.size());
    double exploration = MOST_EXPLORATION;
    for (Lesson lesson : ordered) {
      Integer subject = places.get(lesson.subject());
      if (subject == null) {
        subject = subjects.size();
        places.put(lesson.subject(), subject);
        subjects.add(lesson.subject());
      }
      if (!names.contains(lesson.executed())) {
        continue; // what is in no catalogue teaches nothing about one
      }
      Case each = numbers(lesson, subject, actions);
      cases.add(each);
      exploration = Math.min(exploration, uniformShare(each));
    }
    return new CaseLog(actions, subjects, cases, exploration);
  }

  private static Case numbers(Lesson lesson, int subject, List<String> actions) {
    double[] pmf = new double[actions.size()];
    boolean[] allowed = new boolean[actions.size()];
    for (int k = 0; k < pmf.length; k++) {
      pmf[k] = lesson.pmf().getOrDefault(actions.get(k), 0.0);
      allowed[k] = pmf[k] > 0;
    }
    return new Case(
        subject,
        DecisionContext.features(lesson.context()),
        pmf,
        allowed,
        actions.indexOf(lesson.drawn()),
        actions.indexOf(lesson.executed()),
        lesson.reward());
  }

  private static double uniformShare(Case each) {
    double least = 1;
    int choices = 0;
    for (int k = 0; k < each.pmf().length; k++) {
      if (each.allowed()[k]) {
        choices++;
        least = Math.min(least, each.pmf()[k]);
      }
    }
    return choices * least;
  }

  /** How many lessons each subject has. */
  Map<String, Integer> lessonsBySubject() {
    Map<String, Integer> lessons = new HashMap<>();
    cases.forEach(each -> lessons.merge(subjects.get(each.subject()), 1, Integer::sum));
    return lessons;
  }

  int size() {
    return cases.size();
  }
}
