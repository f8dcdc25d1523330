"""The plots of edit statistics: by site, and over time where there are periods."""

from __future__ import annotations

from archive.history.statistics import Statistics
from archive.report import by_period, by_site
from archive.report.drawing import Plot


def plots(whole: Statistics, together: Statistics | None = None) -> list[Plot]:
    """The pictures of statistics over the whole time and, by period, of all sites together.

    Those without anything to show are left out. Raises NoPlots.
    """
    found = [by_site.edited(whole.cohorts), by_site.first_edit(whole.cohorts)]
    if together is not None:
        found += [
            by_period.activity(together),
            by_period.silent_share(together),
            by_period.edited(together),
            by_period.first_edit(together),
        ]
    found.append(by_site.kinds(whole.cohorts))
    return [plot for plot in found if plot is not None]
