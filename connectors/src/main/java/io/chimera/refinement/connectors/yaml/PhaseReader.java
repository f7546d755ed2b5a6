package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Ramp;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one phase of a load. */
final class PhaseReader {
  private static final String RATE_RULE = "must be a rate such as 100/s or 1000/min";

  private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)/(s|min)");
  private static final long TEN_WEEKS = 70 * 86_400_000L;
  private static final double MOST_USERS = 1e8;
  private static final double MOST_REPORTS = 1e10;
  private static final double SECONDS_PER_MINUTE = 60;

  private final Fields entry;
  private final double perUserPerMinute;

  /**
   * @param perUserPerMinute requests of one user; 0 when not stated
   */
  PhaseReader(Fields entry, double perUserPerMinute) {
    this.entry = entry;
    this.perUserPerMinute = perUserPerMinute;
  }

  /** The phase; worth nothing when there are faults. */
  Phase read() {
    String name = entry.text("name", Names::isDocument, Names.DOCUMENT_RULE);
    boolean spike = entry.flag("spike");
    var conditions = entry.words("conditions");
    boolean counted = entry.has("reports");
    Phase phase;
    if (counted) {
      long reports = (long) entry.number("reports", 1, MOST_REPORTS);
      phase = new Phase(name, 0, Ramp.NONE, Ramp.NONE, reports, spike, conditions);
    } else {
      long millis = entry.duration("duration", 1_000, TEN_WEEKS);
      Ramp users = users();
      phase = new Phase(name, millis, rate(users), users, 0, spike, conditions);
    }
    entry.end();
    return phase;
  }

  private Ramp users() {
    boolean ramp = together("fromUsers", "toUsers", "users");
    if (ramp) {
      return new Ramp(
          entry.number("fromUsers", 0, MOST_USERS), entry.number("toUsers", 0, MOST_USERS));
    }
    double users = entry.number("users", 0, 0, MOST_USERS);
    return new Ramp(users, users);
  }

  private Ramp rate(Ramp users) {
    boolean ramp = together("from", "to", "rate");
    if (ramp) {
      return new Ramp(rate("from"), rate("to"));
    }
    if (entry.has("rate")) {
      double rate = rate("rate");
      return new Ramp(rate, rate);
    }
    if (users.equals(Ramp.NONE)) {
      entry.fault("", "must have a rate, users, or a number of reports", "", "");
    } else if (perUserPerMinute == 0) {
      entry.fault(
          "",
          "must have a rate where perUserPerMinute is not stated",
          "",
          "users alone say nothing of the rate");
    }
    return users.times(perUserPerMinute / SECONDS_PER_MINUTE);
  }

  /** Whether both ends of a ramp are there; one alone, or beside the steady form, is a fault. */
  private boolean together(String from, String to, String steady) {
    boolean any = entry.has(from) || entry.has(to);
    if (any && !(entry.has(from) && entry.has(to))) {
      entry.fault(entry.has(from) ? from : to, "must be given as " + from + " and " + to, "", "");
    }
    if (any && entry.has(steady)) {
      entry.fault(steady, "must be left out where there is a ramp", "", "");
    }
    return any;
  }

  /** Requests per second. */
  private double rate(String name) {
    String text = entry.text(name, "", each -> RATE.matcher(each).matches(), RATE_RULE);
    Matcher form = RATE.matcher(text);
    if (!form.matches()) {
      return 0;
    }
    double amount = Double.parseDouble(form.group(1));
    return form.group(2).equals("s") ? amount : amount / SECONDS_PER_MINUTE;
  }
}
