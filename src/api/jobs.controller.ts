/** What became of work that outlived its request: asked for, watched, stopped. */
import { Controller, Get, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Actor } from '../domain/decider';
import { Who } from './actor';
import { streamJob } from './job-stream';
import { Jobs, type Job } from './jobs';
import { languageOf } from './problem';
import { mayRead } from './readers';

const JOB = '{id, kind, subject, state: running | done | failed | stopped, progress?: {rowsRead, linesChecked, redLines, amberLines, groups, firstErrors}, result?, code?, detail?, text?}';
/** What other processes do is looked for this often. */
const LOOK_MS = 500;

type Shown = Job & { detail?: string };

@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  @Get(':id')
  @ApiOperation({ summary: '任务 · a job: running, then done, failed or stopped' })
  @ApiResponse({ status: 200, description: JOB })
  job(@Param('id') id: string, @Who() actor: Actor, @Headers('accept-language') languages: string | undefined): Promise<Shown> {
    return this.shown(id, actor, languages);
  }

  @Get(':id/events')
  @ApiOperation({ summary: '任务进度 · the same as it changes: events named progress, at last one named done, failed or stopped' })
  @ApiProduces('text/event-stream')
  @ApiResponse({ status: 200, description: `server-sent events, each with the job as data: ${JOB}` })
  events(@Param('id') id: string, @Who() actor: Actor, @Headers('accept-language') languages: string | undefined, @Res() response: Response): Promise<void> {
    return streamJob(response, { look: () => this.shown(id, actor, languages), news: (signal) => this.jobs.changed(id, LOOK_MS, signal) });
  }

  @Post(':id/stop')
  @HttpCode(200)
  @ApiOperation({ summary: '停止任务 · stop a job one began; nothing of it is kept' })
  @ApiResponse({ status: 200, description: `the job as it is then: ${JOB}` })
  async stop(@Param('id') id: string, @Who() actor: Actor, @Headers('accept-language') languages: string | undefined): Promise<Shown> {
    return inLanguage(await this.jobs.stop(id, actor), languages);
  }

  private async shown(id: string, actor: Actor, languages: string | undefined): Promise<Shown> {
    const job = await this.jobs.find(id, actor);
    // Its subject is a stream, and who may not read those may not read what is wrong with one's list.
    mayRead(actor, job.subject.slice(0, job.subject.indexOf('-')));
    return inLanguage(job, languages);
  }
}

const inLanguage = (job: Job, languages: string | undefined): Shown => ({ ...job, ...(job.text ? { detail: job.text[languageOf(languages)] } : {}) });
