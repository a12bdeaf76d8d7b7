#include "facts/stats.h"

#include <math.h>

static const double quantile95 = 1.96; /* normal quantile of a two-sided 95 % interval */
static const double one_over_sqrt2 = 0.70710678118654752440;

static double zero_if_unknown(double x) { return isnan(x) ? 0 : x; }

static double sign_of(int better) { return better < 0 ? -1 : 1; }

double stats_torque(double force_n, double lever_m) { return force_n * lever_m; }

double stats_body_weight_pct(double force_n, double mass_kg) {
  return mass_kg > 0 ? 100 * force_n / (mass_kg * STATS_GRAVITY) : NAN;
}

double stats_per_mass(double value, double mass_kg, double exponent) {
  if (!(mass_kg > 0)) return NAN;
  return exponent == 1 ? value / mass_kg : value / pow(mass_kg, exponent);
}

double stats_normal_cdf(double z) { return 0.5 * erfc(-z * one_over_sqrt2); }

double stats_normal_quantile(double p) {
  double lo = -10, hi = 10;
  for (int i = 0; i < 60; i++) {
    double middle = (lo + hi) / 2;
    if (stats_normal_cdf(middle) < p)
      lo = middle;
    else
      hi = middle;
  }
  return (lo + hi) / 2;
}

/* SD of the logarithms of a log-normal quantity with this mean and SD. */
static double log_sd(double mean, double sd) { return sqrt(log1p((sd / mean) * (sd / mean))); }

static bool can_score(double x, double mean, double sd, bool lognormal) {
  return sd > 0 && (!lognormal || (mean > 0 && x >= 0));
}

double stats_z(double x, double mean, double sd, bool lognormal, int better) {
  if (!can_score(x, mean, sd, lognormal)) return NAN;
  if (!lognormal) return sign_of(better) * (x - mean) / sd;
  double spread = log_sd(mean, sd), centre = log(mean) - spread * spread / 2;
  return sign_of(better) * (log(x) - centre) / spread;
}

double stats_z_slope(double x, double mean, double sd, bool lognormal) {
  if (!can_score(x, mean, sd, lognormal) || (lognormal && !(x > 0))) return NAN;
  return lognormal ? 1 / (x * log_sd(mean, sd)) : 1 / sd;
}

double stats_at_z(double z, double mean, double sd, bool lognormal, int better) {
  if (!can_score(0, mean, sd, lognormal)) return NAN;
  if (!lognormal) return mean + sign_of(better) * z * sd;
  double spread = log_sd(mean, sd);
  return exp(log(mean) - spread * spread / 2 + sign_of(better) * z * spread);
}

double stats_sd_from_ci(double lo, double hi, double n, double t) {
  return n > 0 && t > 0 ? sqrt(n) * (hi - lo) / (2 * t) : NAN;
}

static double median_of(const double *sorted, size_t count) {
  return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

/* Median distance from the median: the two runs of distances, to the left and to the right, are both sorted. */
static double median_deviation(const double *sorted, size_t count, double median) {
  size_t right = 0, taken = 0;
  double last = 0, before = 0;
  while (right < count && sorted[right] < median) right++;
  for (size_t left = right; taken <= count / 2; taken++) {
    bool from_left = left > 0 && (right == count || median - sorted[left - 1] <= sorted[right] - median);
    before = last;
    last = from_left ? median - sorted[--left] : sorted[right++] - median;
  }
  return count % 2 ? last : (before + last) / 2;
}

Spread stats_winsorised(const double *values, size_t count, double fence) {
  if (count < 2) return (Spread){NAN, NAN};
  double median = median_of(values, count), way = median_deviation(values, count, median);
  double limit = way > 0 ? fence * way / stats_normal_quantile(0.75) : INFINITY, sum = 0, squares = 0;
  for (size_t i = 0; i < count; i++) sum += fmax(-limit, fmin(values[i] - median, limit));
  double mean = sum / (double)count;
  for (size_t i = 0; i < count; i++) {
    double off = fmax(-limit, fmin(values[i] - median, limit)) - mean;
    squares += off * off;
  }
  return (Spread){median + mean, sqrt(squares / (double)(count - 1))};
}

double stats_z_variance(double sem, double sd, double mean_se, double quality) {
  if (!(sd > 0)) return NAN;
  double measure = zero_if_unknown(sem) / sd, norm = zero_if_unknown(mean_se) / sd;
  return measure * measure + norm * norm + quality;
}

double stats_p_below(double value, double cut, double variance) {
  if (variance > 0) return stats_normal_cdf((cut - value) / sqrt(variance));
  if (value == cut) return 0.5;
  return value < cut ? 1 : 0;
}

double stats_sem_from_icc(double sd, double icc) { return icc >= 0 && icc <= 1 ? sd * sqrt(1 - icc) : NAN; }

double stats_sem_from_agreement(double lower, double upper) {
  return (upper - lower) / (2 * quantile95) * one_over_sqrt2;
}

double stats_mdc95(double sem_a, double sem_b) { return quantile95 * hypot(sem_a, sem_b); }

double stats_ratio_error(double error_a, double error_b) { return hypot(error_a, error_b); }

double stats_gap(double here, double there, int better) { return sign_of(better) * (there - here); }

double stats_gap_pct(double here, double there, int better, GapBase base) {
  double whole = here + there;
  switch (base) {
  case BASE_LARGER: whole = fmax(here, there); break;
  case BASE_SMALLER: whole = fmin(here, there); break;
  case BASE_MEAN: whole = (here + there) / 2; break;
  case BASE_SUM: break;
  }
  return whole > 0 ? 100 * stats_gap(here, there, better) / whole : NAN;
}

Pooled stats_pool(const double *z, const double *v, const double *share, size_t count, double rho) {
  double weights = 0, weighted = 0, own = 0, spread = 0, scatter = 0;
  for (size_t i = 0; i < count; i++) {
    double w = share[i] / v[i];
    weights += w;
    weighted += w * z[i];
    own += w * w * v[i];
    spread += w * sqrt(v[i]);
  }
  if (!(weights > 0)) return (Pooled){NAN, NAN, NAN, NAN};
  Pooled pooled = {.z = weighted / weights, .weight = weights};
  /* (sum s_i)^2 = sum s_i^2 + 2 sum_{i<j} s_i s_j with s_i = w_i sqrt(v_i): the pairs of 5.6 without a double loop */
  pooled.se = sqrt(own + rho * (spread * spread - own)) / weights;
  for (size_t i = 0; i < count; i++) scatter += (z[i] - pooled.z) * (z[i] - pooled.z) / v[i];
  if (count > 1 && scatter > 0) pooled.agreement = fmax(0, (scatter - (double)(count - 1)) / scatter);
  return pooled;
}

double stats_expected_below(double count, double cut) { return count * stats_normal_cdf(cut); }
