# Recomputes the agreement between coders from the files beside this script, with R alone:
#
#     Rscript reliability.R
#
# It prints a row for each file named in files.csv.
#
# units              Units that two coders or more gave a value to.
# percent_agreement  The mean over them of the share of pairs of coders who agree: of numbers, those
#                    no further apart than the tolerance.
# alpha              Krippendorff (2018), Content Analysis, 4th edition, 12.3, at the level named.
# low, high          Its limits, by a jackknife over titles, or a lower limit alone: see `limits`.
# cohen_kappa        Cohen (1960), of exactly two coders, over the units that both gave a value to.
# fleiss_kappa       Fleiss (1971), with gaps as in Gwet (2014), Handbook of Inter-Rater
#                    Reliability, 4th edition, 2.5: the shares of values are those of all units.
# gwet_ac1           Gwet (2008; 2014, 4.4), with the same shares.

# Each ordered pair of values in a unit of m values counts 1 / (m - 1).
coincidences <- function(values, q) {
  pairs <- matrix(0, q, q)
  for (unit in seq_len(nrow(values))) {
    given <- values[unit, !is.na(values[unit, ])]
    for (i in seq_along(given)) for (j in seq_along(given)[-i]) {
      weight <- 1 / (length(given) - 1)
      pairs[given[i], given[j]] <- pairs[given[i], given[j]] + weight
    }
  }
  pairs
}

# How far apart values are; `given` is how often each was given.
distances <- function(level, scale, given) {
  middle <- cumsum(given) - given / 2
  switch(level,
    nominal = outer(scale, scale, "!=") * 1,
    ordinal = outer(middle, middle, "-")^2,
    interval = outer(scale, scale, "-")^2
  )
}

alpha_of <- function(pairs, level, scale) {
  given <- rowSums(pairs)
  apart <- distances(level, scale, given)
  expected <- sum(outer(given, given) * apart)
  if (expected > 0) 1 - (sum(given) - 1) * sum(pairs * apart) / expected else NA
}

# What is left of a difference of two equal sums is rounding.
without <- function(pairs, part) {
  rest <- pairs - part
  rest[rest <= 1e-12 * pairs] <- 0
  rest
}

# The limits of alpha: a delete-one jackknife of log(1 - alpha) over the titles that hold a pair.
# Where fewer than five of them hold a pair that differs, or alpha without one of them is undefined
# or 1, only a lower limit, by Garwood's Poisson limit for the titles that differ. None where fewer
# than fifteen titles hold a pair, or fewer than two values are held by five titles each.
limits_of <- function(values, titles, level, scale, confidence) {
  whole <- coincidences(values, length(scale))
  alpha <- alpha_of(whole, level, scale)
  told <- lapply(split(seq_along(titles), titles), function(rows) {
    part <- coincidences(values[rows, , drop = FALSE], length(scale))
    list(
      pairs = sum(part) > 0,
      differ = any(part[row(part) != col(part)] > 0),
      held = rowSums(part) > 0,
      alpha = alpha_of(without(whole, part), level, scale)
    )
  })
  told <- Filter(function(title) title$pairs, told)
  m <- length(told)
  held <- Reduce(`+`, lapply(told, `[[`, "held"), numeric(length(scale)))
  if (m < 15 || sum(held >= 5) < 2 || is.na(alpha)) return(list(NA, NA, "too-few"))
  upper <- (1 + confidence / 100) / 2
  differ <- sum(vapply(told, `[[`, TRUE, "differ"))
  left <- vapply(told, function(title) as.numeric(title$alpha), 0)
  if (differ >= 5 && !anyNA(left) && all(left < 1)) {
    g <- log(1 - left)
    reach <- qt(upper, m - 1) * sqrt((m - 1) / m * sum((g - mean(g))^2))
    both <- 1 - (1 - alpha) * exp(c(reach, -reach))
    return(list(max(-1, both[1]), both[2], "jackknife"))
  }
  given <- rowSums(whole)
  n <- sum(given)
  one <- if (differ > 0) (1 - alpha) / differ else 2 * (n - 1) / (n^2 - sum(given^2))
  list(max(-1, 1 - qchisq(upper, 2 * (differ + 1)) / 2 * one), NA, "lower-limit")
}

# 1 - observed over expected disagreement.
corrected <- function(observed, expected) {
  if (expected > 1e-12) 1 - observed / expected else NA
}

cohen_of <- function(values, q) {
  both <- values[rowSums(!is.na(values)) == 2, , drop = FALSE]
  if (ncol(values) != 2 || nrow(both) == 0) return(NA)
  alike <- sum(tabulate(both[, 1], q) * tabulate(both[, 2], q)) / nrow(both)^2
  corrected(mean(both[, 1] != both[, 2]), 1 - alike)
}

# The mean over units of the share of pairs of values no further apart than the tolerance.
agreement_of <- function(numbers, tolerance) {
  shares <- apply(numbers, 1, function(unit) {
    given <- unit[!is.na(unit)]
    m <- length(given)
    (sum(abs(outer(given, given, "-")) <= tolerance) - m) / (m * (m - 1))
  })
  mean(shares[rowSums(!is.na(numbers)) > 1])
}

measured <- function(titles, numbers, level, tolerance, confidence) {
  scale <- sort(unique(as.vector(numbers)))
  q <- length(scale)
  values <- matrix(match(numbers, scale), nrow(numbers), ncol(numbers))
  counts <- sapply(seq_len(q), function(k) rowSums(values == k, na.rm = TRUE))
  counts <- matrix(as.numeric(counts), nrow(values), q)
  m <- rowSums(counts)
  pairs <- m > 1
  if (!any(pairs)) {
    return(data.frame(
      units = 0, percent_agreement = NA, alpha = NA, low = NA, high = NA, limits = "too-few",
      cohen_kappa = NA, fleiss_kappa = NA, gwet_ac1 = NA
    ))
  }
  agree <- agreement_of(numbers, 0)
  shares <- colMeans(counts / m)
  among_values <- sum(shares * (1 - shares)) / (q - 1)
  limits <- limits_of(values, titles, level, scale, confidence)
  data.frame(
    units = sum(pairs),
    percent_agreement = 100 * agreement_of(numbers, tolerance),
    alpha = alpha_of(coincidences(values, q), level, scale),
    low = limits[[1]],
    high = limits[[2]],
    limits = limits[[3]],
    cohen_kappa = cohen_of(values, q),
    fleiss_kappa = corrected(1 - agree, 1 - sum(shares^2)),
    gwet_ac1 = if (q > 1) corrected(1 - agree, 1 - among_values) else NA
  )
}

script <- grep("^--file=", commandArgs(), value = TRUE)
script <- gsub("~+~", " ", sub("^--file=", "", script), fixed = TRUE) # as R writes a blank
here <- if (length(script)) dirname(script) else "."
read <- function(...) {
  read.csv(file.path(here, ...), colClasses = "character", check.names = FALSE, na.strings = "")
}
files <- read("files.csv")
rows <- lapply(seq_len(nrow(files)), function(at) {
  wide <- read("wide", paste0(files$file[at], ".csv"))
  numbers <- matrix(as.numeric(as.matrix(wide[-(1:2)])), nrow(wide))
  found <- measured(
    wide$title_key, numbers, files$level[at],
    as.numeric(files$tolerance[at]), as.numeric(files$confidence[at])
  )
  cbind(file = files$file[at], level = files$level[at], found)
})
found <- do.call(rbind, rows)
for (name in names(found)[vapply(found, is.numeric, TRUE)]) {
  if (name == "units") next
  found[[name]] <- ifelse(is.na(found[[name]]), "NA", sprintf("%.6f", found[[name]]))
}
options(width = 250)
print(found, row.names = FALSE, max = 1e6)
