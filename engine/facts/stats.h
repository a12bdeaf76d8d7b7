/* The formulae of the clinical reference (section 5), one pure function each: normalised strength, z, pooling,
 * measurement error, side gaps. Knows numbers only: no test, no norm, no threshold; constants come in as arguments.
 * Not-known goes in and comes out as NAN; a formula without an answer (division by zero) gives NAN too. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Two-sided 95 % of a normal distribution. */
#define STATS_Z95 1.96

/* What a side gap is a percentage of. */
typedef enum { BASE_LARGER, BASE_MEAN, BASE_SMALLER, BASE_SUM } GapBase;

#define STATS_GRAVITY 9.80665 /* m/s2, standard gravity: 1 kgf in N */

/* Torque of a force at a lever arm.
 *
 * takes    force_n in N, lever_m in metres
 * gives    Nm
 * fails    none
 * source   convention: mechanics (reference 5.1)
 */
double stats_torque(double force_n, double lever_m);

/* Force as a share of body weight.
 *
 * takes    force_n in N, mass_kg in kg, > 0
 * gives    percent; NAN without a mass
 * fails    none
 * source   convention: standard gravity 9.80665 m/s2 (reference 5.1)
 */
double stats_body_weight_pct(double force_n, double mass_kg);

/* Any quantity divided by a power of body mass: exponent 1 gives N/kg or Nm/kg, 0.67 the allometric force.
 *
 * takes    value in its unit, mass_kg in kg, > 0, exponent 0 to 1
 * gives    unit per kg^exponent; NAN without a mass
 * fails    none
 * source   convention: Jaric 2002 for the exponents (reference 5.1)
 */
double stats_per_mass(double value, double mass_kg, double exponent);

/* Share of a normal population below z.
 *
 * takes    z in SD, infinities allowed
 * gives    0 to 1
 * fails    none
 * source   convention: normal distribution function through erfc
 */
double stats_normal_cdf(double z);

/* Distance from the mean of a comparison group, higher always better. Skewed quantities (holding times) are compared
 * on the log scale, with the mean and SD of the raw values as published.
 *
 * takes    x, mean, sd in one unit, sd > 0; lognormal: x >= 0 (0 gives an infinity) and mean > 0 as well;
 *          better +1 or -1 (0 counts as +1)
 * gives    SD; NAN when sd, mean or x is not as above
 * fails    none
 * source   convention: reference 5.2, moments of the normal and the log-normal distribution
 */
double stats_z(double x, double mean, double sd, bool lognormal, int better);

/* How fast z moves with x: carries an error of x over to z.
 *
 * takes    as stats_z, lognormal: x > 0
 * gives    SD per unit, positive whichever way is better; NAN when sd, mean or x is not as above
 * fails    none
 * source   convention: derivative of the formulae of reference 5.2
 */
double stats_z_slope(double x, double mean, double sd, bool lognormal);

/* The value that lies at a z: the inverse of stats_z.
 *
 * takes    z in SD; mean, sd, lognormal, better as stats_z
 * gives    the unit of mean and sd; NAN when sd or mean is not as above
 * fails    none
 * source   convention: reference 5.2
 */
double stats_at_z(double z, double mean, double sd, bool lognormal, int better);

/* SD of a sample from the confidence interval of its mean.
 *
 * takes    lo, hi in one unit, n > 0, t the quantile used (1.96 for large samples)
 * gives    SD in that unit; NAN when n or t is not positive
 * fails    none
 * source   convention: reference 5.2
 */
double stats_sd_from_ci(double lo, double hi, double n, double t);

typedef struct Spread {
  double mean, sd;
} Spread;

/* Mean and SD of a sample in which single readings may be wildly off: what lies further from the median than the fence
 * is pulled in to it (winsorised) before both are taken.
 *
 * takes    values[count] in one unit, ascending, count >= 2; fence in SD as the median absolute deviation estimates it
 *          (MAD / 0.6745 in a normal distribution). Where more than half of the readings are the same nothing is moved.
 * gives    both in that unit; NAN for fewer than two values
 * fails    none
 * source   convention: winsorised mean and SD with limits at median +- fence x 1.4826 MAD
 */
Spread stats_winsorised(const double *values, size_t count, double fence);

/* Variance of a z: error of the measure, of the norm's mean and of the norm's quality.
 *
 * takes    sem and sd in one unit (sem NAN: counted as 0), mean_se standard error of the norm's mean in that unit
 *          (NAN: counted as 0), quality the added variance of the norm's grade
 * gives    SD^2; NAN when sd is not positive
 * fails    none
 * source   convention: reference 5.3, with 1/n_norm written as (mean_se/sd)^2
 */
double stats_z_variance(double sem, double sd, double mean_se, double quality);

/* P(true value below the cut).
 *
 * takes    value, cut in one unit, variance in that unit squared, >= 0
 * gives    0 to 1; with variance 0 a plain comparison, 0.5 on the cut itself
 * fails    none
 * source   convention: reference 5.3
 */
double stats_p_below(double value, double cut, double variance);

/* Quantile of the standard normal curve: where its area below is p.
 *
 * takes    p above 0 and below 1
 * gives    z, exact to 1e-12 for p from 1e-9 to 1 - 1e-9
 * fails    none
 * source   definition: the inverse of stats_normal_cdf, by halving
 */
double stats_normal_quantile(double p);

/* Standard error of measurement from reliability.
 *
 * takes    sd in a unit, icc 0 to 1
 * gives    SEM in that unit; NAN when icc is outside
 * fails    none
 * source   convention: reference 5.4
 */
double stats_sem_from_icc(double sd, double icc);

/* Standard error of measurement from 95 % limits of agreement of two readings.
 *
 * takes    lower, upper in one unit
 * gives    SEM in that unit
 * fails    none
 * source   convention: reference 5.4
 */
double stats_sem_from_agreement(double lower, double upper);

/* Smallest difference of two readings of one person beyond error (95 %): 2.77 x SEM when both have the same SEM.
 *
 * takes    sem_a, sem_b standard errors of the two readings in one unit: before and after, or left and right
 * gives    that unit
 * fails    none
 * source   convention: reference 5.4 and 5.5
 */
double stats_mdc95(double sem_a, double sem_b);

/* Relative error of a ratio of two tests.
 *
 * takes    error_a, error_b relative errors, both as ratio or both in percent
 * gives    the same kind
 * fails    none
 * source   convention: reference 5.5
 */
double stats_ratio_error(double error_a, double error_b);

/* Deficit of this side against the other, positive when this side is worse.
 *
 * takes    here, there: the two sides in one unit; better +1 or -1 (0 counts as +1); base: what it is a percentage of
 * gives    percent; NAN when the base is not positive
 * fails    none
 * source   convention: reference 5.5 (BASE_MEAN is the symmetric index, BASE_LARGER 100 - LSI)
 */
double stats_gap_pct(double here, double there, int better, GapBase base);

/* The same in the unit of the test. */
double stats_gap(double here, double there, int better);

typedef struct Pooled {
  double z;         /* weighted mean, SD */
  double se;        /* its standard error, SD */
  double weight;    /* sum of the weights */
  double agreement; /* I2: share of the spread beyond chance, 0 to 1; over 0.5 the tests disagree */
} Pooled;

/* Several tests of one muscle and domain as one z.
 *
 * takes    z[count] in SD, v[count] their variances > 0, share[count] relevance 0 to 1, rho 0 to 1 the correlation of
 *          the errors of tests of one session
 * gives    pooled; all NAN when the weights add up to nothing
 * fails    none
 * source   convention: reference 5.6
 */
Pooled stats_pool(const double *z, const double *v, const double *share, size_t count, double rho);

/* Findings that chance alone would give in a person of the comparison group.
 *
 * takes    count independent tests judged, cut in SD
 * gives    expected number of tests below the cut
 * fails    none
 * source   convention: reference 5.6
 */
double stats_expected_below(double count, double cut);
