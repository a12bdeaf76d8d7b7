/* Check values of the clinical reference, section 5, and properties that no single value shows. */
#include "facts/stats.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* cmocka compares floats; these are doubles. */
#define assert_near(value, expected, tolerance) assert_true(fabs((value) - (expected)) <= (tolerance))

static void normalising(void **state) {
  (void)state;
  /* 5.1: F 210 N, L 0.40 m, mass 70 kg: T = 84 Nm, 1.20 Nm/kg, 30.6 %BW, F/m^0.67 = 12.19 */
  double torque = stats_torque(210, 0.40);
  assert_near(torque, 84, 1e-9);
  assert_near(stats_per_mass(torque, 70, 1), 1.20, 1e-9);
  assert_near(stats_body_weight_pct(210, 70), 30.6, 0.05);
  assert_near(stats_per_mass(210, 70, 0.67), 12.19, 0.005);
  assert_true(isnan(stats_per_mass(210, 0, 1)));
  assert_true(isnan(stats_body_weight_pct(210, NAN)));
}

static void normal_distribution(void **state) {
  (void)state;
  /* Abramowitz and Stegun, table 26.1 */
  assert_near(stats_normal_cdf(0), 0.5, 1e-15);
  assert_near(stats_normal_cdf(1), 0.841344746068543, 1e-12);
  assert_near(stats_normal_cdf(-1.96), 0.024997895148220, 1e-12);
  assert_near(stats_normal_cdf(-6), 9.86587645e-10, 1e-17);
  assert_true(stats_normal_cdf(-INFINITY) == 0);
  assert_true(stats_normal_cdf(INFINITY) == 1);
}

static void z_scores(void **state) {
  (void)state;
  /* 5.2, Ramskov 2014: man of 40, 1.20 Nm/kg: mean 1.615, z = -1.17, 12th percentile */
  double mean = 1.600 - 0.005 * 40 + 0.215, z = stats_z(1.20, mean, 0.354, false, 1);
  assert_near(mean, 1.615, 1e-9);
  assert_near(z, -1.17, 0.005);
  assert_near(100 * stats_normal_cdf(z), 12, 0.5);
  /* 5.2: plank men 124 (72), x = 60 s: z = -1.08 (raw -0.89) */
  assert_near(stats_z(60, 124, 72, true, 1), -1.08, 0.005);
  assert_near(stats_z(60, 124, 72, false, 1), -0.89, 0.005);
}

static void z_turns_with_the_better_side(void **state) {
  (void)state;
  assert_near(stats_z(30, 20, 5, false, -1), -2, 1e-12);
  assert_near(stats_z(30, 20, 5, false, 0), 2, 1e-12);
  assert_near(stats_z(60, 124, 72, true, -1), -stats_z(60, 124, 72, true, 1), 1e-12);
}

static void z_without_an_answer(void **state) {
  (void)state;
  assert_true(isnan(stats_z(1, 1, 0, false, 1)));
  assert_true(isnan(stats_z(1, 1, NAN, false, 1)));
  assert_true(isnan(stats_z(1, 0, 1, true, 1)));
  assert_true(isnan(stats_z(-1, 10, 1, true, 1)));
  assert_true(stats_z(0, 124, 72, true, 1) == -INFINITY);
}

static void slope_is_the_derivative(void **state) {
  (void)state;
  double step = 1e-5;
  for (int lognormal = 0; lognormal < 2; lognormal++)
    for (double x = 20; x < 300; x += 35) {
      double rise = stats_z(x + step, 124, 72, lognormal, 1) - stats_z(x - step, 124, 72, lognormal, 1);
      assert_near(stats_z_slope(x, 124, 72, lognormal), rise / (2 * step), 1e-7);
    }
  assert_true(isnan(stats_z_slope(0, 124, 72, true)));
}

static void deviation_from_an_interval(void **state) {
  (void)state;
  /* norms.csv N001: hip flexion 37.06 to 40.02, 104 limbs, t of 103 degrees of freedom 1.983: SD 7.61 */
  assert_near(stats_sd_from_ci(37.06, 40.02, 104, 1.983), 7.61, 0.005);
  assert_near(stats_sd_from_ci(-1.96, 1.96, 100, 1.96), 10, 1e-9);
  assert_true(isnan(stats_sd_from_ci(1, 2, 0, 1.96)));
}

static void uncertainty(void **state) {
  (void)state;
  /* 5.3: v = (SEM/SD)^2 + 1/n + q with SEM 2, SD 8, n 100, q 0.05: 0.0625 + 0.01 + 0.05 */
  double v = stats_z_variance(2, 8, 8 / sqrt(100), 0.05);
  assert_near(v, 0.1225, 1e-12);
  assert_near(stats_z_variance(NAN, 8, NAN, 0.2), 0.2, 1e-12);
  assert_true(isnan(stats_z_variance(2, 0, 1, 0)));
  /* P(true z below -1) for z = -1.35: PHI(0.35 / 0.35) */
  assert_near(stats_p_below(-1.35, -1, v), 0.841344746068543, 1e-9);
  assert_near(stats_p_below(-1, -1, v), 0.5, 1e-12);
}

static void certainty_without_error_is_a_comparison(void **state) {
  (void)state;
  assert_near(stats_p_below(1, 2, 0), 1, 0);
  assert_near(stats_p_below(3, 2, 0), 0, 0);
  assert_near(stats_p_below(2, 2, 0), 0.5, 0);
}

static void measurement_error(void **state) {
  (void)state;
  /* 5.4: limits of agreement -11.13 to +13.16 %: SEM 4.38 %, MDC95 12.1 % */
  double sem = stats_sem_from_agreement(-11.13, 13.16);
  assert_near(sem, 4.38, 0.005);
  assert_near(stats_mdc95(sem, sem), 12.1, 0.05);
  /* 5.4: MDC95 = 2.77 x SEM */
  assert_near(stats_mdc95(1, 1), 2.77, 0.005);
  assert_near(stats_sem_from_icc(10, 0.91), 3, 1e-9);
  assert_true(isnan(stats_sem_from_icc(10, 1.2)));
}

static void sides(void **state) {
  (void)state;
  /* 5.5: hip abduction SEM 5 %: 13.9 %; hip extension SEM 8 %: 22.2 % */
  assert_near(stats_mdc95(5, 5), 13.9, 0.05);
  assert_near(stats_mdc95(8, 8), 22.2, 0.05);
  /* SI = 200 (R - L)/(R + L) is the gap by the mean, 100 - LSI the gap by the larger side */
  assert_near(stats_gap_pct(80, 100, 1, BASE_LARGER), 20, 1e-9);
  assert_near(stats_gap_pct(80, 100, 1, BASE_SMALLER), 25, 1e-9);
  assert_near(stats_gap_pct(80, 100, 1, BASE_MEAN), 200.0 * 20 / 180, 1e-9);
  assert_near(stats_gap_pct(80, 100, 1, BASE_SUM), 100.0 * 20 / 180, 1e-9);
  assert_near(stats_gap(12, 10, -1), 2, 1e-12);
  assert_true(isnan(stats_gap_pct(0, 0, 1, BASE_LARGER)));
  assert_true(isnan(stats_gap_pct(0, 10, 1, BASE_SMALLER)));
}

static void mirrored_sides_give_the_mirrored_gap(void **state) {
  (void)state;
  for (int better = -1; better <= 1; better++)
    for (GapBase base = BASE_LARGER; base <= BASE_SUM; base++)
      assert_near(stats_gap_pct(83, 97, better, base), -stats_gap_pct(97, 83, better, base), 1e-12);
}

static void ratio_of_two_tests(void **state) {
  (void)state;
  assert_near(stats_ratio_error(3, 4), 5, 1e-12); /* 5.5: root of the summed squares */
}

static void pooling(void **state) {
  (void)state;
  /* 5.6 by hand: w = 10, 2.5; z_m = (-15 - 1.25) / 12.5 */
  const double z[] = {-1.5, -0.5}, v[] = {0.1, 0.2}, share[] = {1, 0.5};
  Pooled apart = stats_pool(z, v, share, 2, 0), tied = stats_pool(z, v, share, 2, 0.5);
  assert_near(apart.z, -1.3, 1e-12);
  assert_near(apart.weight, 12.5, 1e-12);
  assert_near(apart.se, sqrt(10 * 10 * 0.1 + 2.5 * 2.5 * 0.2) / 12.5, 1e-12);
  assert_near(tied.se, sqrt(11.25 + 2 * 10 * 2.5 * 0.5 * sqrt(0.1 * 0.2)) / 12.5, 1e-12);
  /* Q = 0.04 / 0.1 + 0.64 / 0.2 = 3.6, I2 = 2.6 / 3.6 */
  assert_near(tied.agreement, 2.6 / 3.6, 1e-12);
}

static void pooling_of_equals(void **state) {
  (void)state;
  const double z[] = {-1, -1, -1}, v[] = {0.3, 0.3, 0.3}, share[] = {1, 1, 1};
  assert_near(stats_pool(z, v, share, 3, 0).se, 1 / sqrt(3 / 0.3), 1e-12); /* 5.6: 1/sqrt(SUM(1/v)) */
  assert_near(stats_pool(z, v, share, 3, 1).se, sqrt(0.3), 1e-12);         /* fully tied: nothing gained */
  assert_near(stats_pool(z, v, share, 3, 0.5).agreement, 0, 0);
  assert_near(stats_pool(z, v, share, 1, 0.5).se, sqrt(0.3), 1e-12);
  assert_true(isnan(stats_pool(z, v, share, 0, 0.5).z));
}

static void quantiles(void **state) {
  (void)state;
  /* Abramowitz and Stegun, table 26.5 */
  assert_near(stats_normal_quantile(0.975), 1.959963984540054, 1e-9);
  assert_near(stats_normal_quantile(0.95), 1.644853626951473, 1e-9);
  assert_near(stats_normal_quantile(0.5), 0, 1e-9);
  /* 5.2: SD from quartiles = (Q3 - Q1) / 1.349; 5.4: MDC90 = 2.33 x SEM */
  assert_near(stats_normal_quantile(0.75) - stats_normal_quantile(0.25), 1.349, 0.0005);
  assert_near(stats_normal_quantile(0.95) * sqrt(2), 2.33, 0.005);
}

/* 5.4: a reliable change index beyond 1.96 (Jacobson and Truax) is a change beyond the MDC95, for any SEM. */
static void reliable_change_is_change_beyond_the_mdc(void **state) {
  (void)state;
  for (double sem = 0.5; sem < 20; sem += 0.7)
    for (double change = 0.1; change < 60; change += 0.9)
      assert_true((change / (sqrt(2) * sem) > STATS_Z95) == (change > stats_mdc95(sem, sem)));
}

/* 5.5: LSI = 100 x weaker / stronger, SI = 200 x (R - L)/(R + L); the worked side of 5.4: hip abduction SEM 5 % */
static void side_indices_agree(void **state) {
  (void)state;
  double weaker = 172, stronger = 201, lsi = 100 * weaker / stronger;
  assert_near(stats_gap_pct(weaker, stronger, 1, BASE_LARGER), 100 - lsi, 1e-12);
  assert_near(stats_gap_pct(weaker, stronger, 1, BASE_MEAN), 200 * (stronger - weaker) / (stronger + weaker), 1e-12);
  assert_true(100 - lsi > stats_mdc95(5, 5)); /* 14.4 % lies beyond 13.9 % */
}

static void chance(void **state) {
  (void)state;
  /* reference 2.6: of 20 independent tests about 3.2 fall under -1 and 1.3 under -1.5; 37 % have one under -2 */
  assert_near(stats_expected_below(20, -1), 3.2, 0.05);
  assert_near(stats_expected_below(20, -1.5), 1.3, 0.05);
  assert_near(1 - pow(1 - stats_normal_cdf(-2), 20), 0.37, 0.005);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(normalising),
      cmocka_unit_test(normal_distribution),
      cmocka_unit_test(z_scores),
      cmocka_unit_test(z_turns_with_the_better_side),
      cmocka_unit_test(z_without_an_answer),
      cmocka_unit_test(slope_is_the_derivative),
      cmocka_unit_test(deviation_from_an_interval),
      cmocka_unit_test(uncertainty),
      cmocka_unit_test(certainty_without_error_is_a_comparison),
      cmocka_unit_test(measurement_error),
      cmocka_unit_test(sides),
      cmocka_unit_test(mirrored_sides_give_the_mirrored_gap),
      cmocka_unit_test(ratio_of_two_tests),
      cmocka_unit_test(pooling),
      cmocka_unit_test(pooling_of_equals),
      cmocka_unit_test(quantiles),
      cmocka_unit_test(reliable_change_is_change_beyond_the_mdc),
      cmocka_unit_test(side_indices_agree),
      cmocka_unit_test(chance),
  };
  return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
