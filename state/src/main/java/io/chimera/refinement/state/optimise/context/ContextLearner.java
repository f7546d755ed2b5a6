package io.chimera.refinement.state.optimise.context;

/** Draft. */
public final class ContextLearner {
  static final java.util.Map<String, Double> C = new java.util.concurrent.ConcurrentHashMap<>();
  static double F(String k, double d) {
    return C.computeIfAbsent(k, q -> Double.parseDouble(System.getProperty(q, "" + d)));
  }

  final int actions;
  final int features;
  final FeatureScaler scaler;
  final RandomFeatures few;
  final RandomFeatures many;
  final Covariance[] linearP;
  final double[][] linearW;
  final Covariance[] waveP;
  final double[][] waveW;
  final Covariance sharedLinearP;
  final double[][] sharedLinearW;
  final Covariance sharedP;
  final double[][] sharedW;
  final double[] log = {0, F("p1", -3), F("p2", -1), F("p3", -3)};
  boolean binary = true;
  double noise = 0.15;
  long learned;
  long decided;
  final GroupResiduals groups;

  public ContextLearner(int actions, int features) {
    this.actions = actions;
    this.features = features;
    scaler = new FeatureScaler(features);
    int m = (int) F("m", 150);
    int ms = (int) F("ms", 300);
    few = new RandomFeatures(features, m);
    many = new RandomFeatures(features, ms);
    int d = features + 1;
    linearP = new Covariance[actions];
    waveP = new Covariance[actions];
    for (int k = 0; k < actions; k++) {
      linearP[k] = new Covariance(d, F("lam", 1));
      waveP[k] = new Covariance(d + m, F("lamw", 1));
    }
    linearW = new double[actions][d];
    waveW = new double[actions][d + m];
    sharedLinearP = new Covariance(d, F("lam", 1));
    sharedLinearW = new double[actions][d];
    sharedP = new Covariance(d + ms, F("lams", 1));
    sharedW = new double[actions][d + ms];
    groups = new GroupResiduals(actions, d);
  }

  double[] weights() {
    double[] w = new double[4];
    double max = Double.NEGATIVE_INFINITY;
    int n = binary ? 4 : 2;
    for (int i = 0; i < n; i++) max = Math.max(max, log[i]);
    double total = 0;
    for (int i = 0; i < n; i++) {
      w[i] = StrictMath.exp(log[i] - max);
      total += w[i];
    }
    for (int i = 0; i < n; i++) w[i] /= total;
    return w;
  }

  /** Predictions of the four models at scores. */
  double[][] predictions(double[] z, double[] f, double[] g) {
    double[][] p = new double[4][actions];
    for (int k = 0; k < actions; k++) {
      p[0][k] = Covariance.dot(linearW[k], z);
      p[1][k] = Covariance.dot(waveW[k], f);
      if (binary) {
        p[2][k] = Covariance.dot(sharedLinearW[k], z);
        p[3][k] = Covariance.dot(sharedW[k], g);
      }
    }
    return p;
  }

  public record Scores(double[] means, double[] deviations) {}

  public Scores scores(double[] raw, String group) {
    decided++;
    scaler.add(raw);
    double[] z = scaler.scores(raw);
    double[][] p = predictions(z, few.of(z), binary ? many.of(z) : null);
    double[] w = weights();
    double[] means = new double[actions];
    double[] deviations = new double[actions];
    double shared = w[2] + w[3];
    double sharedVariance = shared > 0.01 ? sharedLinearP.quadratic(z) : 0;
    double v = F("v", 0.35) * Math.sqrt(noise);
    for (int k = 0; k < actions; k++) {
      for (int i = 0; i < 4; i++) means[k] += w[i] * p[i][k];
      deviations[k] =
          1e-6
              + v
                  * Math.sqrt(
                      (shared < 0.99 ? (1 - shared) * linearP[k].quadratic(z) : 0)
                          + shared * sharedVariance);
    }
    if (group != null) groups.addTo(means, group, z, linearW);
    return new Scores(means, deviations);
  }

  public void learn(double[] raw, String group, int action, double reward) {
    if (reward != 0 && reward != 1) binary = false;
    double[] z = scaler.scores(raw);
    double[] f = few.of(z);
    double[] g = binary ? many.of(z) : null;
    double[][] p = predictions(z, f, g);
    double[] w = weights();
    double mean = 0;
    double[] mix = new double[actions];
    for (int k = 0; k < actions; k++) for (int i = 0; i < 4; i++) mix[k] += w[i] * p[i][k];
    mean = mix[action];
    double residual = mean;
    if (group != null)
      residual = mean + groups.learn(group, action, z, linearW[action], mean, reward, noise);
    double error = reward - residual;
    double rate = Math.max(0.002, 1.0 / (20 + learned));
    noise += rate * (error * error - noise);
    noise = Math.max(noise, 1e-6);
    for (int i = 0; i < (binary ? 4 : 2); i++) {
      double e = reward - p[i][action];
      log[i] = F("fade", 0.999) * log[i] - 0.5 * e * e / Math.max(noise, F("mn", 0.01));
    }
    learned++;
    update(linearP[action], linearW[action], z, reward);
    update(waveP[action], waveW[action], f, reward);
    if (binary) {
      double[] target = new double[actions];
      double rest = 0;
      if (reward == 1) target[action] = 1;
      else {
        for (int k = 0; k < actions; k++)
          if (k != action) {
            target[k] = Math.max(F("soft", 0.02), Math.min(1, mix[k]));
            if (F("pw", 1) != 1) target[k] = Math.pow(target[k], F("pw", 1));
            rest += target[k];
          }
        for (int k = 0; k < actions; k++) target[k] = k == action ? 0 : target[k] / rest;
      }
      int mode = (int) F("mode", 1);
      double weight = 1;
      if (reward == 0) {
        double sq = 0, mx = 0;
        for (double t : target) {
          sq += t * t;
          mx = Math.max(mx, t);
        }
        int wm = (int) F("wm", 3);
        weight = F("w0", 1) * (wm == 1 ? sq : wm == 2 ? mx : wm == 3 ? sq * sq : 1);
      }
      double gam = F("gam", 1);
      if (gam < 1) {
        sharedLinearP.inflate(1 / gam, 1);
        sharedP.inflate(1 / gam, 1);
      }
      double[] gl = sharedLinearP.gain(z, weight);
      double[] gs = sharedP.gain(g, weight);
      for (int k = 0; k < actions; k++) {
        if (reward == 0 && mode == 0 && k != action) continue;
        axpy(sharedLinearW[k], target[k] - p[2][k], gl);
        axpy(sharedW[k], target[k] - p[3][k], gs);
      }
    }
  }

  static void update(Covariance covariance, double[] weights, double[] x, double y) {
    double error = y - Covariance.dot(weights, x);
    axpy(weights, error, covariance.gain(x, 1));
  }

  static void axpy(double[] y, double a, double[] x) {
    for (int i = 0; i < y.length; i++) y[i] += a * x[i];
  }

  public String debug() {
    return java.util.Arrays.toString(weights()) + " noise " + noise + " groups " + groups.debug();
  }
}
