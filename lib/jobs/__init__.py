"""Processes of their own and how one talks to them: through the files of a job's folder, and through nothing else.

A job turns uploaded files into an atlas: it reads them, waits for a person to look, and builds. All that is known
about it lies in its folder, so that it is found again after a reload, from another browser, or by another server.

    <data folder>/.jobs/<job id>/
        job.json                what was asked for
        uploads/                the files, under safe names
        reading.process.json    the process that reads, then
        read/                   what it found: result.json, papers.parquet, records.parquet, and log.txt
        building.process.json   the process that builds, then
        progress.json           how far it is, written by the build
        cancel                  there when the build should stop
        log.txt                 what the build said
"""
