package io.dutybell.report;

/**
 * The alerts of one bucket that have one thing in common.
 *
 * @param bucket the place of the bucket in the report, from 0
 * @param id the number of what they have in common; null when that is a word, or nothing
 * @param word what they have in common when it has no number; may be null
 * @param figures what is to be said about them
 */
public record Cell(int bucket, Long id, String word, ReportFigures figures) {}
