/** Sign-in of the local profile: a demo user's name and password for a bearer token. */
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { Open } from './actor';
import { WrongSignIn } from './problem';
import { demoActor, Tokens } from './sign-in';

export class SignIn {
  @ApiProperty({ type: String, example: 'clerk', description: 'a demo user, or that user in another county: clerk@422826' })
  @IsString()
  @MaxLength(64)
  username!: string;

  @ApiProperty({ type: String, example: 'demo' })
  @IsString()
  @MaxLength(64)
  password!: string;
}

export class Token {
  @ApiProperty({ type: String })
  accessToken!: string;

  @ApiProperty({ type: Number, description: 'seconds' })
  expiresIn!: number;
}

@ApiTags('sign-in')
@Open()
@Controller('v1/auth')
export class AuthController {
  constructor(private readonly tokens: Tokens) {}

  @Post('token')
  @HttpCode(200)
  @ApiOperation({ summary: '登录 · sign in (local profile only)' })
  @ApiResponse({ status: 200, type: Token })
  @ApiResponse({ status: 401, description: 'wrong user name or password' })
  async token(@Body() asked: SignIn): Promise<Token> {
    const actor = demoActor(asked.username, asked.password);
    if (!actor) throw new WrongSignIn();
    return this.tokens.issue(actor);
  }
}
